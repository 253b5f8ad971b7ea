import { Button } from 'antd';
import { Printer } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '@/lib';
import { KeyValue, Section } from '@/ui';
import './personal.css';
import type { Erasure } from './types';

/** That somebody was forgotten: by whom, when, why and how much. It says nothing of the person, and can be printed. */
export function ErasureProof({ proof }: { proof: Erasure }) {
  const { t } = useTranslation('personal');
  const format = useFormat();
  const counts = Object.entries(proof.counts).filter(([, count]) => count > 0);
  return (
    <Section
      title={t('personal:proof')}
      action={
        <Button type="text" size="small" icon={<Printer size={14} />} onClick={() => window.print()}>
          {t('personal:proof_print')}
        </Button>
      }
    >
      <p>{t('personal:proof_by', { name: proof.by?.name ?? '–', date: format.date(proof.at) })}</p>
      <p>{t('personal:proof_reason', { reason: proof.reason })}</p>
      <KeyValue
        items={[
          ...counts.map(([what, count]) => ({
            key: what,
            label: t(`personal:count.${what}`, { defaultValue: what }),
            value: format.number(count),
          })),
          {
            key: 'digest',
            label: t('personal:proof_digest'),
            value: <span className="personal-digest">{proof.digest}</span>,
          },
        ]}
      />
    </Section>
  );
}
