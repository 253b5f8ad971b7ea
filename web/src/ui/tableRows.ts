/**
 * What a table or a list of terms shows, row by row, as a file has it: amounts in full, numbers without grouping, and nothing
 * that is only drawn.
 */
export function tableRows(shown: Element): string[][] {
  return [...shown.querySelectorAll('tr, dl > div')].map((row) => cellsOf(row).map(cellText));
}

/** Of a list of terms, each thing that is said of a term is a cell. */
function cellsOf(row: Element): Element[] {
  const cells = row.tagName === 'TR' ? row.children : row.querySelectorAll(':scope > dt, :scope > dd > *');
  return [...cells].filter((cell) => !isDrawn(cell));
}

const GROUPED = /^-?\d{1,3}(,\d{3})+(\.\d+)?$/;

/** Where a cell has a value as data, that is all a file has of it. */
function cellText(cell: Element): string {
  const data = cell.matches('data') ? cell : cell.querySelector('data');
  const text = data?.getAttribute('value') ?? said(cell).replaceAll(/\s+/g, ' ').trim();
  if (text === '–') return '';
  return GROUPED.test(text) ? text.replaceAll(',', '') : text;
}

function said(node: Node): string {
  if (!(node instanceof Element)) return node.textContent ?? '';
  return isDrawn(node) ? '' : ` ${[...node.childNodes].map(said).join('')} `;
}

function isDrawn(element: Element): boolean {
  return element.getAttribute('aria-hidden') === 'true';
}
