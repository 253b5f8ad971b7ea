import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Filter } from '@/api';
import { useFormat, useLabels } from '@/lib';
import { Field, Money, SaveTable } from '@/ui';
import { listSearch, type Portfolio, totalOf, VIEWS } from './portfolio';
import type { ViewKey } from './portfolioKeys';
import { TONES } from './types';

type Props = { portfolio: Portfolio; view: ViewKey; filter: Filter | undefined; q: string | undefined };

/** The quadrants of a view, as they lie in the chart: who stands there, what they bring, and what to do. */
export function PortfolioGroups({ portfolio, view, filter, q }: Props) {
  const { t } = useTranslation('value');
  const labels = useLabels('accounts');
  const [field = '', second] = portfolio.classes;
  const format = useFormat();
  const { currency } = portfolio.contribution;
  const of = (code: string) => portfolio.groups.filter((group) => group.classes[0] === code);
  const open = (classes: string[]) =>
    listSearch(
      classes.map((code, at) => ({ field: portfolio.classes[at] ?? field, op: 'in', value: [code] })),
      filter,
      q,
    );
  const none = totalOf(of('none'), currency);
  const rows = () => [
    [...portfolio.classes.map(labels.field), t('value:accounts'), labels.field('contribution_12m')],
    ...[...VIEWS[view], 'none'].flatMap((code) =>
      of(code).map((group) => [
        ...group.classes.map((each, at) => labels.choice(portfolio.classes[at] ?? field, each)),
        String(group.accounts),
        format.moneyPlain(group.contribution),
      ]),
    ),
  ];
  return (
    <div className="chart">
      <SaveTable title={t('value:portfolio.groups')} rows={rows} />
      <div className="portfolio-groups">
        {VIEWS[view].map((code) => (
          <section key={code} aria-label={labels.choice(field, code)}>
            <header>
              <Field list="accounts" field={{ key: field, kind: 'choice' }} value={code} tones={TONES} />
              <Count total={totalOf(of(code), currency)} search={open([code])} />
            </header>
            <p>{t(`value:portfolio.class.${field}.${code}`)}</p>
            {second &&
              of(code).map((group) => (
                <div key={group.classes.join()} className="half">
                  <Field
                    list="accounts"
                    field={{ key: second, kind: 'choice' }}
                    value={group.classes[1]}
                    tones={TONES}
                  />
                  <Count total={group} search={open(group.classes)} />
                </div>
              ))}
          </section>
        ))}
        {none.accounts > 0 && (
          <footer className="muted">
            {t(`value:portfolio.none.${field === 'shapiro' || field === 'fiocca_key' ? field : 'other'}`)}
            <Count total={none} search={open(['none'])} />
          </footer>
        )}
      </div>
    </div>
  );
}

type CountProps = {
  total: ReturnType<typeof totalOf>;
  search: ReturnType<typeof listSearch>;
};

/** How many, and what they bring; the number opens them in the list. */
function Count({ total, search }: CountProps) {
  const { t } = useTranslation('value');
  const labels = useLabels('accounts');
  const format = useFormat();
  const number = t('value:portfolio.customers', {
    count: total.accounts,
    number: format.number(total.accounts),
  });
  return (
    <span className="portfolio-count" title={labels.field('contribution_12m')}>
      {total.accounts > 0 ? (
        <Link to="/accounts" search={search as never} className="link">
          {number}
        </Link>
      ) : (
        <span className="muted">{number}</span>
      )}
      <Money value={total.contribution} />
    </span>
  );
}
