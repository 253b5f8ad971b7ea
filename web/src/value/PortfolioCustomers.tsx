import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useLabels } from '@/lib';
import { ChartTable, Field, Savable } from '@/ui';
import type { Dot, Portfolio, PortfolioAxis } from './portfolio';
import { TONES } from './types';
import { useAxisText } from './useAxisText';

type Props = { portfolio: Portfolio; dots: Dot[]; title: string; height: number };

/** The chart as a table: customer by customer, those first that stand at the top. */
export function PortfolioCustomers({ portfolio: { x, y, size, classes }, dots, title, height }: Props) {
  const labels = useLabels('accounts');
  const text = useAxisText();
  const measures: { key: 'x' | 'y' | 'size'; axis: PortfolioAxis }[] = [
    { key: 'y', axis: y },
    { key: 'x', axis: x },
  ];
  if (size) measures.push({ key: 'size', axis: size });
  const inOrder = [...dots].sort((one, other) => (other.y ?? -Infinity) - (one.y ?? -Infinity));
  return (
    <Savable title={title}>
      <ChartTable title={title} height={height}>
        <thead>
          <tr>
            <th scope="col">{labels.field('name')}</th>
            {measures.map(({ key, axis }) => (
              <th key={key} scope="col">
                {labels.field(axis.field)}
              </th>
            ))}
            {classes.map((field) => (
              <th key={field} scope="col">
                {labels.field(field)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {inOrder.map((dot) => (
            <tr key={dot.id}>
              <th scope="row">
                <AccountLink dot={dot} />
              </th>
              {measures.map(({ key, axis }) => {
                const value = dot[key];
                return (
                  <td key={key}>
                    {value == null ? (
                      '–'
                    ) : (
                      <data value={text.plain(axis, value)}>{text.short(axis, value)}</data>
                    )}
                  </td>
                );
              })}
              {classes.map((field, at) => (
                <td key={field}>
                  <Field
                    list="accounts"
                    field={{ key: field, kind: 'choice' }}
                    value={dot.classes[at]}
                    tones={TONES}
                  />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </ChartTable>
    </Savable>
  );
}

/** How many of a part are named; the list has all. */
const NAMED = 24;

/** Who stands in the part that is chosen. */
export function PortfolioNames({ dots }: { dots: Dot[] }) {
  const { t } = useTranslation('value');
  if (dots.length === 0) return null;
  const more = dots.length - NAMED;
  return (
    <ul className="portfolio-names" aria-label={t('value:portfolio.names')}>
      {dots.slice(0, NAMED).map((dot) => (
        <li key={dot.id}>
          <AccountLink dot={dot} />
        </li>
      ))}
      {more > 0 && <li className="muted">{t('value:portfolio.names_more', { count: more })}</li>}
    </ul>
  );
}

function AccountLink({ dot }: { dot: Dot }) {
  return (
    <Link to="/accounts/$id" params={{ id: dot.id }} search={{ tab: 'value' } as never} className="link">
      {dot.name}
    </Link>
  );
}
