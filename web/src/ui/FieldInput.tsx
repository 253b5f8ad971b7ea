import { Input, Switch } from 'antd';
import dayjs from 'dayjs';
import type { FieldInfo, FieldType, Money, Ref } from '@/api';
import { instantOf, onClock, useLabels } from '@/lib';
import { ClockInput } from './ClockInput';
import { DayInput } from './DayInput';
import { MoneyInput } from './MoneyInput';
import { NumberInput } from './NumberInput';
import { OwnChoiceInput } from './OwnChoiceInput';
import { RefSelect } from './RefSelect';
import { Select } from './Select';
import { TagsInput } from './TagsInput';
import { TextArea } from './TextArea';

type Props = {
  list: string;
  field: FieldInfo;
  value?: unknown;
  onChange?: (value: unknown) => void;
  id?: string;
  /** A text of several lines. */
  long?: boolean;
  /** What cannot be read as a number stays and is told as `NaN`, which the rule of the field refuses: for fields of forms. */
  strict?: boolean;
  autoFocus?: boolean;
  /** Shows the list of a select at once: one click to edit, one to choose. */
  open?: boolean;
  /** The list of choices was closed, with or without a choice. */
  onLeft?: () => void;
};

/** The value of a date whose control holds what cannot be read as one. */
export const NOT_A_DAY = Symbol('not a day');

/** Which keys a telephone offers. */
function inputModeOf(type: FieldType | undefined) {
  return type === 'phone' ? 'tel' : type === 'email' || type === 'url' ? type : undefined;
}

/** The control that edits a value of a kind. Fits in `Form.Item`. */
export function FieldInput(props: Props) {
  const { list, field, value, onChange, id, long, strict, autoFocus, open, onLeft } = props;
  const labels = useLabels(list);
  const label = id ? undefined : labels.field(field.key);
  const shared = { id, autoFocus, 'aria-label': label, style: { width: '100%' } };
  switch (field.kind) {
    case 'money':
      return (
        <MoneyInput
          id={id}
          label={label}
          autoFocus={autoFocus}
          strict={strict}
          value={value as Money | null}
          onChange={onChange}
        />
      );
    case 'integer':
    case 'decimal':
    case 'days':
      return (
        <NumberInput
          {...shared}
          strict={strict}
          value={value as number | null}
          decimals={field.decimals ?? 0}
          onChange={(next) => onChange?.(next)}
        />
      );
    case 'date':
      return (
        <DayInput
          id={id}
          autoFocus={autoFocus}
          aria-label={label}
          strict
          value={value ? dayjs(String(value)) : null}
          onChange={(next) => onChange?.(next && (next.isValid() ? next.format('YYYY-MM-DD') : NOT_A_DAY))}
        />
      );
    case 'datetime':
      return (
        <ClockInput
          id={id}
          aria-label={label}
          value={value ? onClock(String(value)) : null}
          onChange={(next) => onChange?.(next ? instantOf(next) : null)}
        />
      );
    case 'boolean':
      return (
        <Switch id={id} aria-label={label} checked={value === true} onChange={(next) => onChange?.(next)} />
      );
    case 'choice':
      return (
        <Select<string>
          {...shared}
          allowClear
          defaultOpen={open}
          onOpenChange={(shown) => !shown && onLeft?.()}
          value={(value as string | null) ?? undefined}
          options={(field.choices ?? []).map((choice) => ({
            value: choice,
            label: labels.choice(field.key, choice),
          }))}
          onChange={(next) => onChange?.(next ?? null)}
        />
      );
    case 'own_choice':
    case 'own_choices':
      return (
        <OwnChoiceInput
          {...shared}
          field={field}
          value={value}
          onChange={onChange}
          defaultOpen={open}
          onOpenChange={(shown) => !shown && field.kind === 'own_choice' && onLeft?.()}
        />
      );
    case 'reference':
      return (
        <RefSelect
          id={id}
          label={label}
          autoFocus={autoFocus}
          defaultOpen={open}
          onOpenChange={(shown) => !shown && onLeft?.()}
          list={field.reference ?? ''}
          value={value as Ref | null}
          onChange={onChange}
        />
      );
    case 'tags':
      return (
        <TagsInput
          list={list}
          id={id}
          label={label}
          autoFocus={autoFocus}
          value={(value as string[] | null) ?? []}
          onChange={onChange}
        />
      );
    default:
      if (long) {
        return (
          <TextArea
            id={id}
            aria-label={label}
            autoFocus={autoFocus}
            rows={2}
            most={12}
            value={(value as string | null) ?? ''}
            onChange={(event) => onChange?.(event.target.value)}
          />
        );
      }
      return (
        <Input
          {...shared}
          inputMode={inputModeOf(field.custom?.type)}
          value={(value as string | null) ?? ''}
          onChange={(event) => onChange?.(event.target.value)}
        />
      );
  }
}
