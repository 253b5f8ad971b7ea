import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, InputNumber, Modal } from 'antd';
import { ArrowRight, Pencil, RotateCcw } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '@/api';
import { toast, useFormat, useMay, useShowProblem } from '@/lib';
import { SettingsFrame } from '@/staff';
import { ErrorState, PageHeader, Section } from '@/ui';
import './admin.css';
import type { Parameter } from './types';

/** The server names the paragraph of the design, which says nothing to whoever reads the page. */
const INTERNAL = /^F\d+, /;

/** Every number that the rules read, with where it comes from. */
export function ParameterList() {
  const { t } = useTranslation('admin');
  const mayChange = useMay('parameter', 'change');
  const client = useQueryClient();
  const showProblem = useShowProblem();
  const show = useShownValue();
  const [editing, setEditing] = useState<Parameter | null>(null);
  const query = useQuery({
    queryKey: ['parameters'],
    queryFn: () => api.get('/parameters'),
  });
  const reset = useMutation({
    mutationFn: (parameter: Parameter) => api.remove(`/parameters/${parameter.key}`),
    onSuccess: (_, parameter) => {
      toast(
        t('admin:parameter.was_reset', {
          before: show(parameter.value, parameter.unit),
          after: show(parameter.default, parameter.unit),
        }),
      );
      return client.invalidateQueries({ queryKey: ['parameters'] });
    },
    onError: showProblem,
  });
  const parameters = query.data ?? [];
  const groups = [...new Set(parameters.map(({ key }) => key.split('.')[0] ?? ''))];
  return (
    <SettingsFrame>
      <div className="page">
        <PageHeader title={t('admin:parameter.title')} sub={t('admin:parameter.text')} />
        <div className="page-body parameters">
          {query.isError ? (
            <ErrorState error={query.error} onRetry={() => void query.refetch()} />
          ) : query.isPending ? (
            <i className="bone" style={{ height: 220 }} />
          ) : (
            groups.map((group) => (
              <Section key={group} title={t(`admin:capability.${group}`, { defaultValue: group })}>
                <ul>
                  {parameters
                    .filter(({ key }) => key.startsWith(`${group}.`))
                    .map((parameter) => (
                      <li key={parameter.key} className="parameter">
                        <div>
                          <p>{t(`admin:about.${parameter.key}`, { defaultValue: parameter.about })}</p>
                          <small className="muted">
                            {t('admin:parameter.source', {
                              source: t(`admin:source.${parameter.key}`, {
                                defaultValue: parameter.source.replace(INTERNAL, ''),
                              }),
                            })}
                          </small>
                        </div>
                        <span className="parameter-value">
                          <strong className={parameter.changed ? 'changed' : undefined}>
                            {show(parameter.value, parameter.unit)}
                          </strong>
                          {parameter.changed && (
                            <small className="muted">
                              {t('admin:parameter.default', {
                                value: show(parameter.default, parameter.unit),
                              })}
                            </small>
                          )}
                        </span>
                        {mayChange && (
                          <span className="parameter-actions">
                            {parameter.changed && (
                              <button
                                type="button"
                                className="icon-button"
                                aria-label={t('admin:parameter.reset')}
                                title={t('admin:parameter.reset')}
                                onClick={() => reset.mutate(parameter)}
                              >
                                <RotateCcw size={15} aria-hidden />
                              </button>
                            )}
                            <button
                              type="button"
                              className="icon-button"
                              aria-label={t('admin:parameter.edit')}
                              title={t('admin:parameter.edit')}
                              onClick={() => setEditing(parameter)}
                            >
                              <Pencil size={15} aria-hidden />
                            </button>
                          </span>
                        )}
                      </li>
                    ))}
                </ul>
              </Section>
            ))
          )}
        </div>
      </div>
      {editing && <ParameterDialog parameter={editing} onClose={() => setEditing(null)} />}
    </SettingsFrame>
  );
}

/** Hundredths of a per cent are shown as per cent; everything else in its own unit. */
function useShownValue() {
  const { t } = useTranslation('admin');
  const format = useFormat();
  return (value: number, unit: string) =>
    unit === 'basis_points'
      ? new Intl.NumberFormat(format.locale, { style: 'percent', maximumFractionDigits: 2 }).format(
          value / 10_000,
        )
      : t(`admin:unit.${unit}`, {
          count: value,
          number: format.number(value),
          defaultValue: `${format.number(value)} ${unit}`,
        });
}

function ParameterDialog({ parameter, onClose }: { parameter: Parameter; onClose: () => void }) {
  const { t } = useTranslation('admin');
  const client = useQueryClient();
  const showProblem = useShowProblem();
  const show = useShownValue();
  const [value, setValue] = useState<number | null>(parameter.value);
  const share = parameter.unit === 'basis_points';
  const scale = share ? 100 : 1;
  const save = useMutation({
    mutationFn: (wanted: number) => api.put(`/parameters/${parameter.key}`, { value: wanted }),
    onSuccess: () => {
      toast(
        t('admin:parameter.changed', {
          before: show(parameter.value, parameter.unit),
          after: show(value ?? parameter.value, parameter.unit),
        }),
      );
      void client.invalidateQueries({ queryKey: ['parameters'] });
      onClose();
    },
    onError: showProblem,
  });
  return (
    <Modal
      open
      title={t('admin:parameter.edit')}
      footer={
        <>
          <Button onClick={onClose}>{t('ui:cancel')}</Button>
          <Button
            type="primary"
            loading={save.isPending}
            disabled={value === null || value === parameter.value}
            onClick={() => value !== null && save.mutate(value)}
          >
            {t('ui:save')}
          </Button>
        </>
      }
      width={420}
      onCancel={onClose}
    >
      <p>{t(`admin:about.${parameter.key}`, { defaultValue: parameter.about })}</p>
      <div className="parameter-edit">
        <span className="muted">{show(parameter.value, parameter.unit)}</span>
        <ArrowRight size={16} aria-hidden />
        <InputNumber
          autoFocus
          min={parameter.min / scale}
          max={parameter.max / scale}
          precision={share ? 2 : 0}
          suffix={share ? '%' : undefined}
          value={value === null ? null : value / scale}
          aria-label={t('admin:parameter.value')}
          onChange={(next) => setValue(next === null ? null : Math.round(next * scale))}
        />
        {!share && value !== null && <span className="muted">{show(value, parameter.unit)}</span>}
      </div>
      <p className="muted parameter-range">
        {t('admin:parameter.range', {
          min: show(parameter.min, parameter.unit),
          max: show(parameter.max, parameter.unit),
        })}{' '}
        · {t('admin:parameter.default', { value: show(parameter.default, parameter.unit) })}
      </p>
    </Modal>
  );
}
