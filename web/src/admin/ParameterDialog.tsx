import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { ArrowRight } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '@/api';
import { toast, useShowProblem } from '@/lib';
import '@/ui/conflict.css';
import { FormDialog } from '@/ui/FormDialog';
import { ParameterInput } from './ParameterInput';
import type { Parameter } from './types';
import { useShownValue } from './useShownValue';

type Props = { parameter: Parameter; onClose: () => void };

/** A new value for one parameter, within its bounds. */
export function ParameterDialog({ parameter, onClose }: Props) {
  const { t } = useTranslation('admin');
  const client = useQueryClient();
  const showProblem = useShowProblem();
  const show = useShownValue();
  const [value, setValue] = useState<Parameter['value'] | null>(parameter.value);
  const outside =
    typeof value === 'number' && (value < Number(parameter.min) || value > Number(parameter.max));
  const save = useMutation({
    mutationFn: (wanted: Parameter['value']) => api.put(`/parameters/${parameter.key}`, { value: wanted }),
    onSuccess: () => {
      toast(
        t('admin:parameter.changed', {
          before: show(parameter.value, parameter),
          after: show(value ?? parameter.value, parameter),
        }),
      );
      void client.invalidateQueries({ queryKey: ['parameters'] });
      onClose();
    },
    onError: showProblem,
  });
  return (
    <FormDialog
      title={t('admin:parameter.edit')}
      touched={() => value !== parameter.value}
      footer={(leave) => (
        <>
          <Button onClick={leave}>{t('ui:cancel')}</Button>
          <Button
            type="primary"
            loading={save.isPending}
            disabled={value === null || value === parameter.value || outside}
            onClick={() => value !== null && save.mutate(value)}
          >
            {t('ui:save')}
          </Button>
        </>
      )}
      width={420}
      onClose={onClose}
    >
      <p>{t(`admin:about.${parameter.key}`, { defaultValue: parameter.about })}</p>
      <div className="parameter-edit">
        <span className="muted">{show(parameter.value, parameter)}</span>
        <ArrowRight size={16} aria-hidden />
        <ParameterInput parameter={parameter} value={value} onChange={setValue} />
        {parameter.kind === 'integer' && value !== null && (
          <span className="muted">{show(value, parameter)}</span>
        )}
      </div>
      <p
        className={`parameter-range ${outside ? 'form-failure' : 'muted'}`}
        role={outside ? 'alert' : undefined}
      >
        {t(`admin:parameter.kind.${parameter.kind}`)} ·{' '}
        {parameter.kind !== 'switch' &&
          `${t('admin:parameter.range', {
            min: show(parameter.min, parameter),
            max: show(parameter.max, parameter),
          })} · `}
        {t('admin:parameter.default', { value: show(parameter.default, parameter) })}
      </p>
    </FormDialog>
  );
}
