import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, InputNumber, Modal } from 'antd';
import { ArrowRight } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '@/api';
import { toast, useShowProblem } from '@/lib';
import type { Parameter } from './types';
import { useShownValue } from './useShownValue';

type Props = { parameter: Parameter; onClose: () => void };

/** A new value for one parameter, within its bounds. */
export function ParameterDialog({ parameter, onClose }: Props) {
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
