import { Button, Form, type FormInstance, Input } from 'antd';
import type { Rule } from 'antd/es/form';
import { Plus, X } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { now } from '@/lib';
import { MoneyInput } from '@/ui';
import { ClockInput } from '@/ui/ClockInput';
import { NumberInput } from '@/ui/NumberInput';
import { Select } from '@/ui/Select';
import { useMoneyRule } from '@/ui/useMoneyRule';
import { useRangeRule } from '@/ui/useRangeRule';
import { DAY_MINUTES, HELP_KINDS, MOST_CASES, MOST_PRICE_FEN } from './types';
import type { VisitValues } from './VisitForm';

type NowProps = { form: FormInstance<VisitValues>; name: ['visit', string] };

/** Puts the present time into a field. */
export function NowButton({ form, name }: NowProps) {
  const { t } = useTranslation('interactions');
  return (
    <Button onClick={() => form.setFieldValue(name as ['visit', 'checked_in_at'], now())}>
      {t('interactions:log.now')}
    </Button>
  );
}

/** A line that was added and left empty is none; one with anything else in it needs its name. */
function useNamedRule(list: string, index: number, name: string): Rule {
  const { t } = useTranslation('ui');
  return ({ getFieldValue }) => ({
    validator: async (_, value?: string) => {
      const { [name]: own, ...rest } = (getFieldValue(['visit', list, index]) ?? {}) as Record<
        string,
        unknown
      >;
      const isEmpty = Object.values(rest).every((each) => each === null || each === undefined || each === '');
      if (!value?.trim() && !isEmpty) throw new Error(t('ui:required'));
    },
  });
}

type NameProps = { list: string; index: number; name: string; label: string };

/** What a line is about. */
function NameInput({ list, index, name, label }: NameProps) {
  return (
    <Form.Item name={[index, name]} rules={[useNamedRule(list, index, name)]}>
      <Input placeholder={label} aria-label={label} />
    </Form.Item>
  );
}

type RowsProps = {
  name: ['visit', string];
  addLabel: string;
  fresh: () => Record<string, unknown>;
  className?: string;
  children: (index: number) => ReactNode;
};

function Rows({ name, addLabel, fresh, className = '', children }: RowsProps) {
  const { t } = useTranslation('ui');
  return (
    <Form.List name={name}>
      {(fields, { add, remove }) => (
        <div className="visit-rows">
          {fields.map(({ key, name: index }) => (
            <div key={key} className={`visit-row ${className}`}>
              {children(index)}
              <button
                type="button"
                className="icon-button"
                aria-label={t('ui:delete')}
                onClick={() => remove(index)}
              >
                <X size={15} aria-hidden />
              </button>
            </div>
          ))}
          <button type="button" className="visit-add" onClick={() => add(fresh())}>
            <Plus size={15} aria-hidden />
            {addLabel}
          </button>
        </div>
      )}
    </Form.List>
  );
}

/** The hands that were lent, each with its time: help comes before the product is spoken of. */
export function HelpRows() {
  const { t } = useTranslation('interactions');
  const ofADay = useRangeRule(0, DAY_MINUTES);
  return (
    <Rows
      name={['visit', 'help']}
      addLabel={t('interactions:visit.add_help')}
      fresh={() => ({ kind: 'unloading', minutes: 15, at: now() })}
      className="help"
    >
      {(index) => (
        <>
          <Form.Item name={[index, 'kind']}>
            <Select
              aria-label={t('interactions:visit.help_kind')}
              options={HELP_KINDS.map((value) => ({ value, label: t(`interactions:help.${value}`) }))}
            />
          </Form.Item>
          <Form.Item name={[index, 'minutes']} rules={[ofADay]}>
            <NumberInput
              strict
              decimals={0}
              suffix={t('interactions:minutes_short')}
              aria-label={t('interactions:interactions.fields.minutes')}
            />
          </Form.Item>
          <Form.Item name={[index, 'at']}>
            <ClockInput timeOnly aria-label={t('interactions:interactions.fields.at')} />
          </Form.Item>
        </>
      )}
    </Rows>
  );
}

/** Products in whole cases: what stands in the store, or what is to be ordered. */
export function ProductRows({ name }: { name: 'stock' | 'draft' }) {
  const { t } = useTranslation('interactions');
  const inAStore = useRangeRule(0, MOST_CASES);
  return (
    <Rows
      name={['visit', name]}
      addLabel={t(`interactions:visit.add_${name}`)}
      fresh={() => ({ product: '', cases: null })}
      className="stock"
    >
      {(index) => (
        <>
          <NameInput list={name} index={index} name="product" label={t('interactions:visit.product')} />
          <Form.Item name={[index, 'cases']} rules={[inAStore]}>
            <NumberInput
              strict
              decimals={0}
              suffix={t('interactions:visit.cases')}
              aria-label={t('interactions:visit.cases')}
            />
          </Form.Item>
        </>
      )}
    </Rows>
  );
}

/** What rivals do in the store. */
export function RivalRows() {
  const { t } = useTranslation('interactions');
  const aPrice = useMoneyRule(MOST_PRICE_FEN);
  const text = (index: number, name: 'display' | 'promotion') => (
    <Form.Item name={[index, name]}>
      <Input placeholder={t(`interactions:visit.${name}`)} aria-label={t(`interactions:visit.${name}`)} />
    </Form.Item>
  );
  return (
    <Rows
      name={['visit', 'rivals']}
      addLabel={t('interactions:visit.add_rival')}
      fresh={() => ({ name: '', price: null, display: '', promotion: '' })}
      className="rival"
    >
      {(index) => (
        <>
          <NameInput list="rivals" index={index} name="name" label={t('interactions:visit.rival')} />
          <Form.Item name={[index, 'price']} rules={[aPrice]}>
            <MoneyInput strict label={t('interactions:visit.price')} />
          </Form.Item>
          {text(index, 'display')}
          {text(index, 'promotion')}
        </>
      )}
    </Rows>
  );
}
