import { Link } from '@tanstack/react-router';
import { ArrowDown, ArrowUp } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useFormat, useLabels } from '@/lib';
import { Field, Savable } from '@/ui';
import { classSearch } from './classSearch';
import { Scroll } from './Scroll';
import { TONES, type ValueReport } from './types';
import './value.css';

/** The classes of the pyramid from the top, and of accounts that are in none. */
const LEVELS = ['vip', 'major', 'ordinary', 'small', 'none'];
const OUTSIDE = LEVELS.length - 1;

type Movement = NonNullable<ValueReport['classes']>['movements'][number];
type Props = { movements: Movement[]; day: string | null | undefined; days: number };

/** From which class of the pyramid into which accounts have moved; each number opens its accounts. */
export function Movements({ movements, day, days }: Props) {
  const { t } = useTranslation('value');
  const labels = useLabels('accounts');
  const format = useFormat();
  if (!day) return <p className="value-line muted">{t('value:moved.not_yet', { days })}</p>;
  if (movements.length === 0) return <p className="value-line muted">{t('value:moved.nobody')}</p>;
  const name = (level: number) =>
    level === OUTSIDE ? t('value:moved.outside') : labels.choice('pyramid', LEVELS[level] ?? '');
  const count = (is: (from: number, to: number) => boolean) =>
    movements
      .filter((move) => is(LEVELS.indexOf(move.from), LEVELS.indexOf(move.to)))
      .reduce((sum, move) => sum + move.accounts, 0);
  const at = (from: number, to: number) => count((one, other) => one === from && other === to);
  const inside = (from: number, to: number) => from !== OUTSIDE && to !== OUTSIDE;
  return (
    <>
      <h3 className="value-sub">{t('value:moved.title', { day })}</h3>
      <p className="value-line">
        {t('value:moved.text', {
          risen: format.number(count((from, to) => inside(from, to) && to < from)),
          fallen: format.number(count((from, to) => inside(from, to) && to > from)),
          come: format.number(count((from) => from === OUTSIDE)),
          gone: format.number(count((_, to) => to === OUTSIDE)),
        })}
      </p>
      <Savable title={t('value:moved.title', { day })}>
        <Scroll label={t('value:moved.title', { day })}>
          <table className="value-moves">
            <thead>
              <tr>
                <th scope="col">{t('value:moved.from')}</th>
                {LEVELS.map((level, to) => (
                  <th scope="col" key={level}>
                    {t('value:moved.to', { class: name(to) })}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {LEVELS.map((before, from) => (
                <tr key={before}>
                  <th scope="row">
                    {from === OUTSIDE ? (
                      name(from)
                    ) : (
                      <Field
                        list="accounts"
                        field={{ key: 'pyramid', kind: 'choice' }}
                        value={before}
                        tones={TONES}
                      />
                    )}
                  </th>
                  {LEVELS.map((now, to) => {
                    const accounts = at(from, to);
                    if (accounts === 0) return <td key={now}>{from === to ? '' : '–'}</td>;
                    const number = format.number(accounts);
                    return (
                      <td key={now} className={to < from ? 'risen' : 'fallen'}>
                        <Link
                          to="/accounts"
                          search={classSearch({ pyramid_before: before, pyramid: now })}
                          aria-label={t(to < from ? 'value:moved.up' : 'value:moved.down', { number })}
                        >
                          {to < from ? (
                            <ArrowUp size={13} aria-hidden />
                          ) : (
                            <ArrowDown size={13} aria-hidden />
                          )}
                          {number}
                        </Link>
                      </td>
                    );
                  })}
                </tr>
              ))}
            </tbody>
          </table>
        </Scroll>
      </Savable>
    </>
  );
}
