import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  plugins: [react()],
  resolve: { alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) } },
  server: { proxy: { '/api': 'http://127.0.0.1:8080' } },
  // Vite would otherwise inline small files as data: URLs, which the server's CSP allows for images only.
  build: { manifest: true, target: 'es2022', assetsInlineLimit: 0, reportCompressedSize: false },
  test: {
    environment: 'jsdom',
    setupFiles: ['src/test-setup.ts'],
    // antd under jsdom takes seconds to warm up on a busy machine.
    testTimeout: 60_000,
  },
});
