import { Button, Form, Radio, Switch } from 'antd';
import { Plus, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useMay } from '@/lib';
import { RefSelect } from '@/ui';
import { RefsInput } from '@/ui/RefsInput';
import { HeldSelect } from './HeldSelect';
import type { Plan } from './plan';

type Props = {
  leaver: string;
  plan: Plan;
  /** What is still to be said, once it was tried to go on. */
  missing: string | null;
  onChange: (plan: Plan) => void;
};

/** Who gets what: one colleague all of it, or several the customers evenly, and some customers somebody by name. */
export function TakersForm({ leaver, plan, missing, onChange }: Props) {
  const { t } = useTranslation('handover');
  const mayTerritories = useMay('territory', 'read');
  const { spread, among, successor, chosen, visits } = plan;
  const set = (change: Partial<Plan>) => onChange({ ...plan, ...change });
  const choose = (at: number, change: Partial<Plan['chosen'][number]>) =>
    set({ chosen: chosen.map((each, n) => (n === at ? { ...each, ...change } : each)) });
  return (
    <Form layout="vertical">
      <Form.Item label={t('handover:how')}>
        <Radio.Group
          aria-label={t('handover:how')}
          value={spread}
          onChange={(event) => set({ spread: event.target.value as boolean })}
          options={[
            { value: false, label: t('handover:how.one') },
            { value: true, label: t('handover:how.several') },
          ]}
        />
      </Form.Item>
      {spread && (
        <Form.Item label={t('handover:among')} extra={t('handover:among_hint')}>
          <RefsInput
            list="users"
            label={t('handover:among_add')}
            except={leaver}
            value={among}
            onChange={(colleagues) => set({ among: colleagues })}
          />
        </Form.Item>
      )}
      <Form.Item
        label={t(spread ? 'handover:rest' : 'handover:successor')}
        extra={t(spread ? 'handover:rest_hint' : 'handover:successor_hint')}
        htmlFor="successor"
      >
        <RefSelect
          id="successor"
          list="users"
          except={leaver}
          value={successor}
          onChange={(value) => set({ successor: value })}
        />
      </Form.Item>
      {mayTerritories && (
        <Form.Item
          label={t('handover:by_territory')}
          extra={t('handover:by_territory_hint')}
          htmlFor="by-territory"
        >
          <Switch
            id="by-territory"
            checked={plan.by_territory}
            onChange={(value) => set({ by_territory: value })}
          />
        </Form.Item>
      )}
      <Form.Item label={t('handover:chosen')} extra={t('handover:chosen_hint')}>
        {chosen.map(({ account, to }, n) => (
          <div key={n} className="handover-chosen">
            <HeldSelect
              owner={leaver}
              value={account}
              label={t('handover:chosen_account')}
              onChange={(value) => choose(n, { account: value })}
            />
            <RefSelect
              list="users"
              except={leaver}
              label={t('handover:chosen_to')}
              placeholder={t('handover:chosen_to')}
              value={to}
              onChange={(value) => choose(n, { to: value })}
            />
            <button
              type="button"
              className="icon-button"
              aria-label={t('handover:chosen_remove', { name: account?.name ?? '' })}
              onClick={() => set({ chosen: chosen.filter((_, other) => other !== n) })}
            >
              <X size={15} aria-hidden />
            </button>
          </div>
        ))}
        <Button
          size="small"
          icon={<Plus size={14} />}
          onClick={() => set({ chosen: [...chosen, { account: null, to: null }] })}
        >
          {t('handover:chosen_add')}
        </Button>
      </Form.Item>
      <Form.Item label={t('handover:visits')} extra={t('handover:visits_hint')} htmlFor="visits">
        <Switch id="visits" checked={visits} onChange={(value) => set({ visits: value })} />
      </Form.Item>
      {missing && (
        <p role="alert" className="handover-missing">
          {t(`handover:missing.${missing}`)}
        </p>
      )}
    </Form>
  );
}
