import { useQuery } from '@tanstack/react-query';
import { Checkbox, Form } from 'antd';
import { useTranslation } from 'react-i18next';
import { api, keys, type Ref } from '@/api';
import { may, useMe } from '@/lib';
import { RefSelect } from '@/ui';

/**
 * Whether a new customer can be left to the territories: where there are any, for those who see both the rules and the
 * customer afterwards, whoever gets it. Of others it is not known whether there are rules.
 */
export function useAssigning(isNew: boolean): { isPending: boolean; isOffered: boolean } {
  const { grants } = useMe();
  const seesAll = may(
    grants.filter(({ scope }) => scope === 'all'),
    'account',
    'read',
  );
  const query = useQuery({
    queryKey: keys.list('territories'),
    queryFn: () => api.get('/territories'),
    enabled: isNew && seesAll && may(grants, 'territory', 'read'),
  });
  const isOffered = query.data?.some(({ active, is_broken }) => active && !is_broken) ?? false;
  return { isPending: query.isLoading, isOffered: isNew && isOffered };
}

type Props = { id?: string; value?: Ref | null; onChange?: (owner: Ref | null) => void };

/** Whose a customer is; of one that is left to the territories nobody says it. */
export function OwnerInput({ value, ...rest }: Props) {
  const { t } = useTranslation('customers');
  const isAssigned = Form.useWatch('assign') === true;
  return (
    <RefSelect
      {...rest}
      list="users"
      value={isAssigned ? null : value}
      disabled={isAssigned || undefined}
      placeholder={isAssigned ? t('customers:assign_owner') : undefined}
    />
  );
}

/** Leaves a new customer to the territories. */
export function AssignChoice() {
  const { t } = useTranslation('customers');
  return (
    <Form.Item name="assign" valuePropName="checked" extra={t('customers:assign_hint')}>
      <Checkbox>{t('customers:assign')}</Checkbox>
    </Form.Item>
  );
}
