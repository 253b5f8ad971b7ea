import { type ReactNode, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat, useMe } from '@/lib';
import { Section } from '@/ui';
import { claimedProfit } from './claims';
import type { Objectives, ObjectivesBoard } from './types';

/** What if: three claims that one reads everywhere, each beside what the own numbers say. A claim is no forecast. */
export function Simulator({ board, now }: { board: ObjectivesBoard; now: Objectives }) {
  const { t } = useTranslation('value');
  const format = useFormat();
  const { currency } = useMe().workspace;
  const { claims } = board;
  const [low, high] = claims.winning_times as [number, number];
  const [rise, setRise] = useState(claims.satisfaction_bp);
  const [kept, setKept] = useState(30);
  const [times, setTimes] = useState(low);
  /** What is claimed of everybody, and counted of a few, is no share to a tenth of a percent. */
  const whole = (share: number) => format.ratio(Math.round(share / 100) * 100);
  const money = (minor: number) => format.money({ minor, currency });
  return (
    <Section title={t('value:simulator.title')}>
      <p className="value-line">{t('value:simulator.text')}</p>
      <div className="claims">
        <Claim
          title={t('value:simulator.satisfaction')}
          source={t('value:simulator.satisfaction_source')}
          claim={t('value:simulator.satisfaction_claim', {
            rise: format.ratio(claims.satisfaction_bp),
            times: format.number(claims.profit_multiple_bp / 10_000, 1),
          })}
          own={t('value:simulator.satisfaction_own', {
            n: format.number(claims.surveyed),
            least: format.number(claims.surveyed_least),
          })}
          slider={t('value:simulator.satisfaction_slider', { rise: format.ratio(rise) })}
          range={[0, claims.satisfaction_bp * 4, 100]}
          value={rise}
          onChange={setRise}
          outcome={t('value:simulator.satisfaction_outcome', {
            times: format.number(
              claimedProfit(rise, claims.satisfaction_bp, claims.profit_multiple_bp) / 10_000,
              2,
            ),
          })}
        />
        <Claim
          title={t('value:simulator.care')}
          source={t('value:simulator.care_source')}
          claim={t('value:simulator.care_claim', { share: whole(claims.uncared_bp) })}
          own={
            now.uncared_bp == null
              ? t('value:simulator.care_nobody')
              : t(
                  now.leavers < claims.leavers_least
                    ? 'value:simulator.care_few'
                    : 'value:simulator.care_own',
                  {
                    least: format.number(claims.leavers_least),
                    leavers: format.number(now.leavers),
                    uncared: format.number(now.uncared),
                    share: whole(now.uncared_bp),
                    days: claims.upkeep_days,
                  },
                )
          }
          idle={now.uncared === 0}
          slider={t('value:simulator.care_slider', { share: `${kept}%` })}
          range={[0, 100, 5]}
          value={kept}
          onChange={setKept}
          outcome={t('value:simulator.care_outcome', {
            customers: format.number(Math.round((now.uncared * kept) / 100)),
            sales: money(Math.round((now.uncared_sales_minor * kept) / 100)),
          })}
        />
        <Claim
          title={t('value:simulator.winning')}
          source={t('value:simulator.winning_source')}
          claim={t('value:simulator.winning_claim', { low, high })}
          own={
            claims.winning_minor
              ? t('value:simulator.winning_own', {
                  keeping: money(now.keeping_minor ?? 0),
                  low: money(claims.winning_minor[0] ?? 0),
                  high: money(claims.winning_minor[1] ?? 0),
                })
              : t('value:simulator.winning_nobody')
          }
          slider={t('value:simulator.winning_slider', { times })}
          range={[low, Math.max(high, low + 1), 1]}
          value={times}
          onChange={setTimes}
          outcome={t('value:simulator.winning_outcome', {
            amount: money((now.keeping_minor ?? 0) * times),
          })}
        />
      </div>
    </Section>
  );
}

type ClaimProps = {
  title: string;
  claim: string;
  source: string;
  own: ReactNode;
  /** There is nothing to play with. */
  idle?: boolean;
  slider: string;
  range: [number, number, number];
  value: number;
  onChange: (value: number) => void;
  outcome: string;
};

function Claim(props: ClaimProps) {
  const { title, claim, source, own, idle = false, slider, range, value, onChange, outcome } = props;
  const { t } = useTranslation('value');
  const id = useId();
  const [min, max, step] = range;
  return (
    <section className="claim" aria-labelledby={`${id}-title`}>
      <h3 id={`${id}-title`}>{title}</h3>
      <dl>
        <div>
          <dt>{t('value:simulator.claim')}</dt>
          <dd>
            {claim} <small className="muted">{t('value:simulator.source', { source })}</small>
          </dd>
        </div>
        <div>
          <dt>{t('value:simulator.own')}</dt>
          <dd>{own}</dd>
        </div>
      </dl>
      {!idle && (
        <>
          <label htmlFor={id}>{slider}</label>
          <input
            id={id}
            type="range"
            min={min}
            max={max}
            step={step}
            value={value}
            onChange={(event) => onChange(Number(event.target.value))}
          />
          <output htmlFor={id}>{outcome}</output>
        </>
      )}
    </section>
  );
}
