import { Tooltip } from 'antd';
import { CircleAlert } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useErrorText, useFormat } from '@/lib';
import { NumberInput } from '@/ui/NumberInput';
import { Select } from '@/ui/Select';
import { ImportOrigin } from './ImportOrigin';
import { MissingFields } from './MissingFields';
import type { ImportPreview } from './types';
import { fieldAt, useFieldName } from './useFieldName';

type Props = {
  preview: ImportPreview;
  busy: boolean;
  onChange: (patch: Record<string, unknown>) => void;
};

const SAMPLES = 3;

/** Which column is which field, beside what stands in it, and beneath it the rows as they will be read. */
export function ImportMapping({ preview, busy, onChange }: Props) {
  const { t } = useTranslation('admin');
  const format = useFormat();
  const name = useFieldName(preview);
  const { headers, mapping, rows, fields } = preview;
  const used = new Set(Object.values(mapping));
  const choose = (column: number, field: string | undefined) => {
    const next = Object.fromEntries(
      Object.entries(mapping).filter(([key, value]) => key !== String(column) && value !== field),
    );
    onChange({ mapping: field ? { ...next, [column]: field } : next });
  };
  const found =
    preview.problem_rows > 0
      ? 'admin:import.problem_rows'
      : preview.checked_rows > 0
        ? 'admin:import.no_problems'
        : 'admin:import.no_rows';
  const samplesOf = (column: number) =>
    [...new Set(rows.map((row) => row.cells[column]).filter(Boolean))].slice(0, SAMPLES).join(' · ');
  return (
    <div className="import-mapping" aria-busy={busy}>
      <div className="import-source">
        {preview.sheets.length > 1 && (
          <label htmlFor="import-sheet">
            <span>{t('admin:import.sheet')}</span>
            <Select
              id="import-sheet"
              value={preview.sheet ?? undefined}
              popupMatchSelectWidth={false}
              options={preview.sheets.map((sheet) => ({ value: sheet, label: sheet }))}
              onChange={(sheet) => onChange({ sheet })}
            />
          </label>
        )}
        <label htmlFor="import-header">
          <span>{t('admin:import.header_row')}</span>
          <HeaderRow
            key={preview.header_row}
            row={preview.header_row ?? 1}
            onChange={(row) => onChange({ header_row: row })}
          />
        </label>
        <MissingFields preview={preview} />
      </div>
      <ImportOrigin preview={preview} />
      <table className="mapping">
        <thead>
          <tr>
            <th scope="col">{t('admin:import.column')}</th>
            <th scope="col">{t('admin:import.sample')}</th>
            <th scope="col">{t('admin:import.field')}</th>
          </tr>
        </thead>
        <tbody>
          {headers.map((header, column) => (
            <tr key={column} className={mapping[column] ? undefined : 'ignored'}>
              <th scope="row">{header || t('admin:import.unnamed', { number: column + 1 })}</th>
              <td className="muted">{samplesOf(column)}</td>
              <td>
                <Select
                  allowClear
                  showSearch={{ optionFilterProp: 'label' }}
                  value={mapping[column]}
                  placeholder={t('admin:import.ignore')}
                  aria-label={t('admin:import.field_of', { column: header })}
                  style={{ width: '100%' }}
                  options={fields.map((field) => ({
                    value: field.key,
                    label: `${name(field.key)}${field.required ? ' *' : ''}`,
                    disabled: used.has(field.key) && mapping[column] !== field.key,
                  }))}
                  onChange={(field?: string) => choose(column, field)}
                />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <h2 className="admin-head">
        {t('admin:import.preview')}
        <span className={preview.problem_rows > 0 ? 'bad' : 'muted'}>
          {t(found, {
            number: format.number(preview.problem_rows),
            checked: format.number(preview.checked_rows),
          })}
        </span>
        {preview.notice_rows > 0 && (
          <span className="noted">
            {t('admin:import.notice_rows', { number: format.number(preview.notice_rows) })}
          </span>
        )}
      </h2>
      <PreviewTable preview={preview} />
    </div>
  );
}

function PreviewTable({ preview }: { preview: ImportPreview }) {
  const { t } = useTranslation('admin');
  const name = useFieldName(preview);
  const errorText = useErrorText();
  const { headers, mapping, rows } = preview;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling box must be reachable by the keys.
    <section className="preview" tabIndex={0} aria-label={t('admin:import.preview')}>
      <table>
        <thead>
          <tr>
            <th scope="col">{t('admin:import.row')}</th>
            {headers.map((header, column) => (
              <th key={column} scope="col" className={mapping[column] ? undefined : 'ignored'}>
                {mapping[column] ? name(mapping[column]) : header}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => {
            const problems = new Map(
              row.problems.map((problem) => [fieldAt(problem.pointer), errorText(problem)]),
            );
            const notices = new Map(
              row.notices.map((notice) => [fieldAt(notice.pointer), errorText(notice)]),
            );
            const placed = new Set(Object.values(mapping));
            const rest = [...problems].filter(([field]) => !placed.has(field));
            const said = rest
              .map(([field, text]) =>
                field ? t('admin:import.row_problem', { field: name(field), text }) : text,
              )
              .join(t('ui:semicolon'));
            return (
              <tr key={row.number} className={problems.size > 0 ? 'has-problem' : undefined}>
                <th scope="row">
                  {row.number}
                  {rest.length > 0 && (
                    <Tooltip title={said}>
                      <span className="row-problem" role="img" aria-label={said}>
                        <CircleAlert size={13} aria-hidden />
                      </span>
                    </Tooltip>
                  )}
                </th>
                {headers.map((_, column) => {
                  const field = mapping[column];
                  const problem = field && problems.get(field);
                  const notice = field && notices.get(field);
                  const look = problem ? 'bad' : notice ? 'noted' : field ? undefined : 'ignored';
                  return (
                    <td key={column} className={look}>
                      {row.cells[column]}
                      {(problem || notice) && <small>{problem || notice}</small>}
                    </td>
                  );
                })}
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}

/** In which row the names of the columns stand; decided on leaving the field. */
function HeaderRow({ row, onChange }: { row: number; onChange: (row: number) => void }) {
  const [typed, setTyped] = useState<number | null>(row);
  return (
    <NumberInput
      id="import-header"
      style={{ width: 80 }}
      decimals={0}
      value={typed}
      onChange={setTyped}
      onBlur={() => {
        if (Number.isInteger(typed) && Number(typed) >= 0 && typed !== row) onChange(Number(typed));
      }}
      onPressEnter={(event) => event.currentTarget.blur()}
    />
  );
}
