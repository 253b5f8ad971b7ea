import { Table2 } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import './chart.css';
import { ChartTable } from './ChartTable';
import { SaveTable } from './SaveTable';

export type ChartSeries = { name: string; values: (number | null)[] };
export type ChartProps = {
  /** Read out, and the caption of the table. */
  title: string;
  kind: 'bar' | 'line';
  labels: string[];
  series: ChartSeries[];
  height?: number;
  stacked?: boolean;
  /** How a value is written on the axis, in the hint and in the table. */
  format?: (value: number) => string;
  /** How a value is written in a file; as it is without. */
  plain?: (value: number) => string;
};

const Drawing = lazy(() => import('./ChartDrawing').then((file) => ({ default: file.ChartDrawing })));

/** A bar or line chart, loaded on use, and the same numbers as a table. The box has its height before the data comes. */
export function Chart(props: ChartProps) {
  const { title, labels, series, height = 240, format = String, plain = String } = props;
  const { t } = useTranslation('ui');
  const [table, setTable] = useState(false);
  const rows = () => [
    [t('ui:chart.label'), ...series.map(({ name }) => name)],
    ...labels.map((label, index) => [label, ...series.map(({ values }) => told(values[index], plain, ''))]),
  ];
  return (
    <figure className="chart">
      <button
        type="button"
        className="icon-button chart-switch no-print"
        aria-pressed={table}
        aria-label={t('ui:chart.table')}
        title={t('ui:chart.table')}
        onClick={() => setTable(!table)}
      >
        <Table2 size={15} aria-hidden />
      </button>
      {table && <SaveTable title={title} rows={rows} />}
      {table ? (
        <ChartTable title={title} height={height}>
          <thead>
            <tr>
              <th scope="col">{t('ui:chart.label')}</th>
              {series.map(({ name }) => (
                <th key={name} scope="col">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {labels.map((label, index) => (
              <tr key={label}>
                <th scope="row">{label}</th>
                {series.map(({ name, values }) => (
                  <td key={name}>{told(values[index], format, '–')}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </ChartTable>
      ) : (
        <div role="img" aria-label={title} style={{ height }}>
          <Suspense fallback={<i className="bone" style={{ height: '100%' }} />}>
            <Drawing {...props} height={height} format={format} />
          </Suspense>
        </div>
      )}
    </figure>
  );
}

function told(value: number | null | undefined, write: (value: number) => string, none: string): string {
  return value === null || value === undefined ? none : write(value);
}
