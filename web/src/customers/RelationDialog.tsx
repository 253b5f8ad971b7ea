import { Form } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import { useTranslation } from 'react-i18next';
import { api, type Ref, type Row, type Schema } from '@/api';
import { RecordForm, RefSelect } from '@/ui';
import { DayInput } from '@/ui/DayInput';
import { FormDialog } from '@/ui/FormDialog';
import { Select } from '@/ui/Select';
import { useDayRule } from '@/ui/useDayRule';
import { SIDES } from './sides';

type Values = { way: string; other: Ref | null; since: Dayjs | null; until: Dayjs | null };
type DialogProps = {
  account: Ref;
  /** Set when the days of a relation are changed; its ends and its kind stay. */
  relation?: Schema<'Relation'>;
  onClose: () => void;
  onSaved: () => void;
};

const dayIn = (day: string | null | undefined) => (day ? dayjs(day) : null);
/** What of a relation can be changed, as the form holds it. */
function toValues(relation: Schema<'Relation'> | undefined) {
  return { since: dayIn(relation?.since), until: dayIn(relation?.until) };
}
const dayOut = (day: Dayjs | null | undefined) => day?.format('YYYY-MM-DD') ?? null;

/** A relation, read from this account in either direction, and since when and until when it holds. */
export function RelationDialog({ account, relation, onClose, onSaved }: DialogProps) {
  const { t } = useTranslation('customers');
  const readable = useDayRule();
  const conflicts = ['since', 'until'].map((key) => ({
    key,
    label: t(`customers:relation.${key}`),
    show: (value: unknown) => dayOut(value as Dayjs | null) ?? '–',
  }));
  const save = async ({ way, other, ...days }: Partial<Values>, version?: number) => {
    if (relation) {
      const patch: Record<string, string | null> = {};
      if ('since' in days) patch.since = dayOut(days.since);
      if ('until' in days) patch.until = dayOut(days.until);
      return api.patch(`/account-relations/${relation.id}`, patch, version);
    }
    const chosen = SIDES.find((each) => each.key === way);
    if (!chosen || !other) return;
    const [from, to] = chosen.side === 'from' ? [account.id, other.id] : [other.id, account.id];
    await api.post(`/accounts/${from}/relations`, {
      kind: chosen.kind,
      to_id: to,
      since: dayOut(days.since),
      until: dayOut(days.until),
    });
  };
  const other = relation && (relation.from.id === account.id ? relation.to : relation.from);
  return (
    <FormDialog
      title={other ? t('customers:relation.change', { name: other.name }) : t('customers:relation.add')}
      width={440}
      onClose={onClose}
    >
      <RecordForm<Values>
        whole={!relation}
        initial={{
          way: 'supplies',
          other: null,
          ...toValues(relation),
        }}
        version={relation?.version}
        conflict={{ fields: conflicts, toValues: (row) => toValues(row as Schema<'Relation'> & Row) }}
        pointers={{ other: 'to_id', way: 'kind' }}
        onSave={save}
        onSaved={onSaved}
        onCancel={onClose}
      >
        {!relation && (
          <>
            <Form.Item name="way" label={t('customers:relation.way', { name: account.name })}>
              <Select
                options={SIDES.map(({ key }) => ({ value: key, label: t(`customers:relation.${key}`) }))}
              />
            </Form.Item>
            <Form.Item
              name="other"
              label={t('customers:relation.other')}
              rules={[{ required: true, message: t('ui:required') }]}
            >
              <RefSelect list="accounts" />
            </Form.Item>
          </>
        )}
        <div className="form-grid">
          <Form.Item name="since" label={t('customers:relation.since')} rules={[readable]}>
            <DayInput strict />
          </Form.Item>
          <Form.Item name="until" label={t('customers:relation.until')} rules={[readable]}>
            <DayInput strict />
          </Form.Item>
        </div>
      </RecordForm>
    </FormDialog>
  );
}
