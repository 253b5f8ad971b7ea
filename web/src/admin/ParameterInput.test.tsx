import { cleanup, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { afterEach, beforeAll, expect, test } from 'vitest';
import { loadLocale, withTexts } from '@/lib/i18n';
import { ParameterInput } from './ParameterInput';
import type { Parameter } from './types';

beforeAll(async () => {
  await loadLocale('zh-CN');
  await withTexts(async () => undefined, 'admin')();
});

afterEach(cleanup);

function show(parameter: Pick<Parameter, 'kind' | 'min' | 'max' | 'value'>) {
  const sent: (Parameter['value'] | null)[] = [];
  function Shown() {
    const [value, setValue] = useState<Parameter['value'] | null>(parameter.value);
    return (
      <ParameterInput
        parameter={parameter as Parameter}
        value={value}
        onChange={(next) => {
          sent.push(next);
          setValue(next);
        }}
      />
    );
  }
  render(<Shown />);
  return sent;
}

test('a ratio is typed in per cent and sent in basis points', async () => {
  const sent = show({ kind: 'ratio', min: 1, max: 10_000, value: 2000 });
  const input = screen.getByRole('spinbutton');
  expect(input).toHaveValue('20.00');
  await userEvent.clear(input);
  await userEvent.type(input, '12.5');
  expect(sent.at(-1)).toBe(1250);
});

test('a time is typed as a time and sent as one', async () => {
  const sent = show({ kind: 'time', min: '00:00', max: '23:59', value: '08:00' });
  const input = screen.getByDisplayValue('08:00');
  await userEvent.clear(input);
  await userEvent.type(input, '09:30');
  await userEvent.tab();
  expect(sent.at(-1)).toBe('09:30');
});

test('a whole number stays whole', async () => {
  const sent = show({ kind: 'integer', min: 1, max: 60, value: 7 });
  const input = screen.getByRole('spinbutton');
  await userEvent.clear(input);
  await userEvent.type(input, '10');
  expect(sent.at(-1)).toBe(10);
});

test('yes and no are chosen, not typed', async () => {
  const sent = show({ kind: 'switch', min: false, max: true, value: true });
  expect(screen.getByRole('button', { name: '是' })).toHaveAttribute('aria-pressed', 'true');
  await userEvent.click(screen.getByRole('button', { name: '否' }));
  expect(sent.at(-1)).toBe(false);
});
