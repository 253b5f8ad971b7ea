import { expect, test } from 'vitest';
import { csvOf } from './csv';

test('a table is written as spreadsheets read it', () => {
  expect(
    csvOf([
      ['级别', '客户, 数', '说“"”'],
      ['VIP', '1', '-5.00'],
    ]),
  ).toBe('\uFEFF级别,"客户, 数","说“""”"\r\nVIP,1,-5.00\r\n');
});

test('no text becomes a formula', () => {
  expect(csvOf([['=1+1', '+49', '-5%', '@x', '-1+2']])).toBe("\uFEFF'=1+1,+49,-5%,'@x,'-1+2\r\n");
});
