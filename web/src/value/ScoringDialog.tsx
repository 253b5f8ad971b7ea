import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Checkbox, Input } from 'antd';
import type { Dayjs } from 'dayjs';
import { Plus, X } from 'lucide-react';
import { useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, keys, type Ref } from '@/api';
import { toast, today, useShowProblem } from '@/lib';
import { DayInput } from '@/ui/DayInput';
import { FormDialog } from '@/ui/FormDialog';
import { TextArea } from '@/ui/TextArea';
import { BENEFITS, COSTS, type Factor, type Scores, type Scoring } from './types';
import './delivered.css';

type Rival = { key: number; name: string; scores: Scores };
type Draft = { ours: Scores; rivals: Rival[]; sources: string[]; note: string; day: Dayjs | null };
type Props = { account: Ref; before: Scoring | null; onClose: () => void };

const MOST_RIVALS = 3;
const MOST = 10;
const SOURCES = [
  'products',
  'services',
  'processes',
  'people',
  'physical_evidence',
  'communication',
  'channels',
] as const;

/** Neither much nor little: where the sliders stand before anybody has scored. */
const MIDDLE: Scores = {
  product: 5,
  service: 5,
  personnel: 5,
  image: 5,
  money: 5,
  time: 5,
  mental: 5,
  physical: 5,
};

function draftOf(before: Scoring | null): Draft {
  const rest = { note: '', day: today() };
  if (!before) return { ours: MIDDLE, rivals: [], sources: [], ...rest };
  const rivals = before.rivals.map(({ name, scores }, key) => ({ key, name, scores }));
  return { ours: before.ours.scores, rivals, sources: before.sources, ...rest };
}

/** Scores what a customer gets, factor by factor, ours and the rivals' beneath each other; the last scoring stands there. */
export function ScoringDialog({ account, before, onClose }: Props) {
  const { t } = useTranslation(['value', 'ui']);
  const client = useQueryClient();
  const showProblem = useShowProblem();
  const [draft, setDraft] = useState(() => draftOf(before));
  const [touched, setTouched] = useState(false);
  const [refused, setRefused] = useState(false);
  const id = useId();
  const nextKey = useRef(MOST_RIVALS);
  const put = (change: Partial<Draft>) => {
    setDraft((now) => ({ ...now, ...change }));
    setTouched(true);
  };
  const putRival = (key: number, change: Partial<Rival>) =>
    put({ rivals: draft.rivals.map((rival) => (rival.key === key ? { ...rival, ...change } : rival)) });
  const save = useMutation({
    mutationFn: () =>
      api.post(`/accounts/${account.id}/delivered-value`, {
        ours: draft.ours,
        rivals: draft.rivals.map(({ name, scores }) => ({ name: name.trim(), scores })),
        sources: draft.sources,
        note: draft.note.trim() || undefined,
        scored_on: draft.day?.format('YYYY-MM-DD'),
      }),
    onSuccess: (after) => {
      client.setQueryData(keys.under(account.id, 'delivered-value'), after);
      void client.invalidateQueries({ queryKey: keys.list('accounts') });
      toast(t('value:delivered.saved'));
      onClose();
    },
    onError: showProblem,
  });
  const isNamed = (rival: Rival) => rival.name.trim() !== '';
  const wrong = () => {
    if (!draft.rivals.every(isNamed)) return t('value:delivered.rival_required');
    if (draft.ours === MIDDLE) return t('value:delivered.unscored', { who: t('value:delivered.us') });
    const unscored = draft.rivals.find((rival) => rival.scores === MIDDLE);
    if (unscored) return t('value:delivered.unscored', { who: unscored.name.trim() });
    if (!touched) return t('value:delivered.unchanged');
    if (!draft.day?.isValid()) return t('ui:not_a_day');
    return draft.day.format('YYYY-MM-DD') > today().format('YYYY-MM-DD') ? t('ui:after_today') : undefined;
  };
  const refusal = refused ? wrong() : undefined;
  const submit = () => (wrong() ? setRefused(true) : save.mutate());
  const row = (factor: Factor) => (
    <fieldset key={factor} className="score-factor">
      <legend>
        {t(`value:factor.${factor}`)} <small className="muted">{t(`value:factor_hint.${factor}`)}</small>
      </legend>
      <ScoreRow
        who={t('value:delivered.us')}
        factor={factor}
        points={draft.ours[factor]}
        onChange={(points) => put({ ours: { ...draft.ours, [factor]: points } })}
      />
      {draft.rivals.map((rival, n) => (
        <ScoreRow
          key={rival.key}
          who={rival.name.trim() || t('value:delivered.rival', { n: n + 1 })}
          factor={factor}
          points={rival.scores[factor]}
          onChange={(points) => putRival(rival.key, { scores: { ...rival.scores, [factor]: points } })}
        />
      ))}
    </fieldset>
  );
  return (
    <FormDialog
      title={t('value:delivered.dialog', { name: account.name })}
      width={560}
      touched={() => touched}
      footer={(leave) => (
        <>
          {refusal && (
            <p className="score-wrong" role="alert">
              {refusal}
            </p>
          )}
          <Button onClick={leave}>{t('ui:cancel')}</Button>
          <Button type="primary" loading={save.isPending} onClick={submit}>
            {t('ui:save')}
          </Button>
        </>
      )}
      onClose={onClose}
    >
      <p className="muted">{t('value:delivered.dialog_text')}</p>
      <div className="score-rivals">
        {draft.rivals.map((rival, n) => (
          <div key={rival.key}>
            <Input
              aria-label={t('value:delivered.rival', { n: n + 1 })}
              placeholder={t('value:delivered.rival_name')}
              value={rival.name}
              status={refused && !isNamed(rival) ? 'error' : undefined}
              aria-invalid={refused && !isNamed(rival)}
              onChange={(event) => putRival(rival.key, { name: event.target.value })}
            />
            <Button
              type="text"
              icon={<X size={16} />}
              aria-label={t('value:delivered.rival_remove', { name: rival.name })}
              onClick={() => put({ rivals: draft.rivals.filter((other) => other !== rival) })}
            />
          </div>
        ))}
        {draft.rivals.length < MOST_RIVALS && (
          <Button
            icon={<Plus size={14} />}
            onClick={() => {
              const rival = { key: nextKey.current, name: '', scores: MIDDLE };
              nextKey.current += 1;
              put({ rivals: [...draft.rivals, rival] });
            }}
          >
            {t('value:delivered.rival_add')}
          </Button>
        )}
      </div>
      <h3 className="delivered-side">{t('value:delivered.benefits')}</h3>
      {BENEFITS.map(row)}
      <h3 className="delivered-side">{t('value:delivered.costs')}</h3>
      {COSTS.map(row)}
      <h3 className="delivered-side">{t('value:delivered.sources')}</h3>
      <Checkbox.Group
        className="score-sources"
        value={draft.sources}
        options={SOURCES.map((source) => ({ value: source, label: t(`value:source.${source}`) }))}
        onChange={(sources) => put({ sources })}
      />
      <div className="score-day">
        <label htmlFor={id}>{t('value:delivered.day')}</label>
        <DayInput
          id={id}
          strict
          allowClear={false}
          maxDate={today()}
          value={draft.day}
          onChange={(day) => put({ day })}
        />
      </div>
      <TextArea
        rows={1}
        most={6}
        aria-label={t('value:delivered.note')}
        placeholder={t('value:delivered.note')}
        value={draft.note}
        onChange={(event) => put({ note: event.target.value })}
      />
    </FormDialog>
  );
}

type RowProps = { who: string; factor: Factor; points: number; onChange: (points: number) => void };

function ScoreRow({ who, factor, points, onChange }: RowProps) {
  const { t } = useTranslation('value');
  return (
    <label className="score-row">
      <span className="clip">{who}</span>
      <input
        type="range"
        min={0}
        max={MOST}
        step={1}
        value={points}
        aria-label={t('value:delivered.slider', { who, factor: t(`value:factor.${factor}`) })}
        onChange={(event) => onChange(Number(event.target.value))}
      />
      <output>{points}</output>
    </label>
  );
}
