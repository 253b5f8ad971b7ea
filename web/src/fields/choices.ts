import type { EditedChoice } from './types';

/** The words of several pasted lines, each once; of a column of a sheet, too. */
export function pasted(text: string): string[] {
  const words = text.split(/[\n\r\t]+/).map((word) => word.trim());
  return [...new Set(words.filter(Boolean))];
}

export function without(choices: EditedChoice[], place: number): EditedChoice[] {
  return choices.filter((_, index) => index !== place);
}

export function swapped(choices: EditedChoice[], one: number, other: number): EditedChoice[] {
  return choices.map((choice, place) => {
    if (place === one) return choices[other] ?? choice;
    return place === other ? (choices[one] ?? choice) : choice;
  });
}

/** What is sent: rows that nobody filled in are none. */
export function given(choices: EditedChoice[]): EditedChoice[] {
  return choices.filter(({ key, label }) => key || label.trim());
}
