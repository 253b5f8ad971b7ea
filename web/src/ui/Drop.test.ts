import { expect, test } from 'vitest';
import { placeAt } from './Drop';

const window = { width: 390, height: 844 };
const size = { width: 200, height: 300 };
const button = (left: number, top: number) => ({ left, right: left + 40, top, bottom: top + 40 });

test('a menu opens beneath its button, at the edge that was asked for', () => {
  expect(placeAt(button(20, 100), size, window, 'bottomLeft')).toEqual({ left: 20, top: 144 });
  expect(placeAt(button(300, 100), size, window, 'bottomRight')).toEqual({ left: 140, top: 144 });
});

test('where there is no room beneath it opens above', () => {
  expect(placeAt(button(20, 780), size, window, 'bottomLeft')).toEqual({ left: 20, top: 476 });
  expect(placeAt(button(20, 100), size, window, 'topLeft')).toEqual({ left: 20, top: 144 });
});

test('it never leaves the window', () => {
  expect(placeAt(button(340, 100), size, window, 'bottomLeft').left).toBe(182);
  expect(placeAt(button(20, 400), { width: 200, height: 800 }, window, 'bottomLeft').top).toBe(36);
});
