import { moneyPlain } from '@/lib/format';
import type { Line, Sheet } from './useSheet';

/** The parts of a sheet in their order: of important customers the analysis stands before the survey. */
export function inOrder<Part>(isKey: boolean, analysis: Part, answers: Part): Part[] {
  return isKey ? [analysis, answers] : [answers, analysis];
}

/** A sheet as rows of a table, beneath the names of its columns. */
export function tableOf(sheet: Sheet, isKey: boolean, columns: string[], stateText: (line: Line) => string) {
  const lines = [
    ...sheet.head,
    ...inOrder(isKey, sheet.analysis.flat(), sheet.answers).flat(),
    ...sheet.review,
  ];
  return [
    columns,
    ...lines.map((line) => [
      line.label,
      line.amount ? moneyPlain(line.amount) : line.value,
      line.day ?? '',
      stateText(line),
    ]),
  ];
}
