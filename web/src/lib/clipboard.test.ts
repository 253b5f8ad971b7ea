import { afterEach, expect, test, vi } from 'vitest';
import { copy } from './clipboard';

afterEach(() => vi.unstubAllGlobals());

test('where there is a clipboard it is used, and its refusal is told', async () => {
  const writeText = vi.fn(async (text: string) => {
    if (text === 'no') throw new Error('denied');
  });
  vi.stubGlobal('navigator', { clipboard: { writeText } });
  expect(await copy('gx_1')).toBe(true);
  expect(writeText).toHaveBeenCalledWith('gx_1');
  expect(await copy('no')).toBe(false);
});

test('without one a hidden field does it within the dialog, and the focus stays where it was', async () => {
  vi.stubGlobal('navigator', {});
  const copied: string[] = [];
  document.execCommand = () => {
    const field = document.activeElement as HTMLTextAreaElement;
    expect(field.closest('[role=dialog]')).not.toBeNull();
    copied.push(field.value);
    return true;
  };
  document.body.innerHTML = '<div role="dialog"><button></button></div>';
  const button = document.querySelector('button') as HTMLElement;
  button.focus();
  expect(await copy('gx_1')).toBe(true);
  expect(copied).toEqual(['gx_1']);
  expect(document.activeElement).toBe(button);
  expect(document.querySelector('textarea')).toBeNull();
});
