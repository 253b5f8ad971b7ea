import { createContext, use } from 'react';
import type { Theme } from '@/api';
import { stored } from './stored';

export const rememberedTheme = stored<Theme>('guanxi.theme');

export type ThemeState = { theme: Theme; dark: boolean; setTheme: (next: Theme) => void };
export const ThemeContext = createContext<ThemeState>({
  theme: 'system',
  dark: false,
  setTheme: () => undefined,
});

export function useTheme(): ThemeState {
  return use(ThemeContext);
}

export const DARK_MEDIA = '(prefers-color-scheme: dark)';

export function applyDark(dark: boolean) {
  document.documentElement.dataset.theme = dark ? 'dark' : 'light';
  document.querySelector('meta[name=theme-color]')?.setAttribute('content', dark ? '#0f1211' : '#f4f5f3');
}
