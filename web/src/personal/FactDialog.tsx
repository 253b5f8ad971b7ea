import { Button, Form, Input } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import { ShieldCheck, ShieldQuestion } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '@/api';
import { useFormat } from '@/lib';
import { RecordForm } from '@/ui';
import { DayInput } from '@/ui/DayInput';
import { FormDialog } from '@/ui/FormDialog';
import { Select } from '@/ui/Select';
import { TextArea } from '@/ui/TextArea';
import { useDayRule } from '@/ui/useDayRule';
import { EXAM, OWN, type Personal } from './types';
import { useFresh, useKindName } from './usePersonal';

const ConsentDialog = lazy(() => import('./ConsentDialog').then((file) => ({ default: file.ConsentDialog })));

type Values = {
  kind: string;
  own: string;
  value: string;
  exam: string;
  year: number;
  valid_until: Dayjs | null;
};

/** Years in which somebody who is a child now takes an exam. */
const YEARS = 12;

type Props = { contact: string; known: Personal; onClose: () => void };

/** Notes a fact about a person. Of a sensitive kind it says at once what it stands on, or what is missing. */
export function FactDialog({ contact, known, onClose }: Props) {
  const { t } = useTranslation('personal');
  const name = useKindName();
  const fresh = useFresh(contact);
  const readable = useDayRule();
  const [form] = Form.useForm<Values>();
  const kind = Form.useWatch('kind', form) ?? 'hobby';
  const purpose = known.kinds.find(({ key }) => key === kind)?.purpose;
  const thisYear = dayjs().year();
  const required = { required: true, whitespace: true, message: t('ui:required') };
  return (
    <FormDialog title={t('personal:fact_title')} width={460} onClose={onClose}>
      <RecordForm<Values>
        whole
        form={form}
        initial={{
          kind: 'hobby',
          own: '',
          value: '',
          exam: known.exams[0] ?? '',
          year: thisYear,
          valid_until: null,
        }}
        onSave={(values) =>
          api.post(`/contacts/${contact}/facts`, {
            kind: values.kind === OWN ? (values.own ?? '') : (values.kind ?? ''),
            value: values.kind === EXAM ? `${values.exam} ${values.year}` : (values.value ?? ''),
            valid_until: values.valid_until?.format('YYYY-MM-DD') ?? null,
          })
        }
        onSaved={() => {
          fresh();
          onClose();
        }}
        onCancel={onClose}
      >
        <Form.Item name="kind" label={t('personal:fact_kind')}>
          <Select
            options={[...known.kinds.map(({ key }) => key), OWN].map((key) => ({
              value: key,
              label: name(key),
            }))}
          />
        </Form.Item>
        {purpose && <Ground contact={contact} known={known} purpose={purpose} />}
        {kind === OWN && (
          <Form.Item
            name="own"
            label={t('personal:fact_own')}
            extra={t('personal:fact_own_hint')}
            rules={[required]}
          >
            <Input />
          </Form.Item>
        )}
        {kind === EXAM ? (
          <div className="personal-pair">
            <Form.Item name="exam" label={t('personal:exam')} extra={t('personal:exam_hint')}>
              <Select
                options={known.exams.map((exam) => ({ value: exam, label: t(`personal:exam.${exam}`) }))}
              />
            </Form.Item>
            <Form.Item name="year" label={t('personal:exam_year')}>
              <Select
                options={Array.from({ length: YEARS }, (_, ahead) => ({
                  value: thisYear + ahead,
                  label: thisYear + ahead,
                }))}
              />
            </Form.Item>
          </div>
        ) : (
          <>
            <Form.Item
              name="value"
              label={t('personal:fact_value')}
              extra={t('personal:fact_value_hint')}
              rules={[required]}
            >
              <TextArea rows={2} most={6} />
            </Form.Item>
            <Form.Item
              name="valid_until"
              label={t('personal:fact_until')}
              extra={t('personal:fact_until_hint')}
              rules={[readable]}
            >
              <DayInput strict minDate={dayjs()} />
            </Form.Item>
          </>
        )}
      </RecordForm>
    </FormDialog>
  );
}

/** What a sensitive fact stands on, or the way to it. */
function Ground({ contact, known, purpose }: { contact: string; known: Personal; purpose: string }) {
  const { t } = useTranslation('personal');
  const format = useFormat();
  const [asking, setAsking] = useState(false);
  const consent = known.consents.find((each) => each.purpose === purpose && each.stands);
  const said = t(`personal:purpose.${purpose}`);
  return (
    <div className={`personal-ground${consent ? '' : ' missing'}`} role="status">
      {consent ? <ShieldCheck size={16} aria-hidden /> : <ShieldQuestion size={16} aria-hidden />}
      <p>
        {consent
          ? t('personal:has_consent', { purpose: said, date: format.date(consent.given_on) })
          : t('personal:needs_consent', { purpose: said })}
      </p>
      {!consent && (
        <Button size="small" onClick={() => setAsking(true)}>
          {t('personal:consent_first')}
        </Button>
      )}
      <Suspense>
        {asking && (
          <ConsentDialog contact={contact} known={known} purpose={purpose} onClose={() => setAsking(false)} />
        )}
      </Suspense>
    </div>
  );
}
