import { Store } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Empty, RecordList } from '@/ui';

/** The customers. */
export function AccountList() {
  const { t } = useTranslation('customers');
  return (
    <RecordList
      list="accounts"
      object="account"
      title={t('customers:menu')}
      avatar="square"
      quick={['lifecycle_stage', 'abc_class', 'owner', 'tags']}
      tones={{
        lifecycle_stage: {
          reach: 'grey',
          acquire: 'blue',
          convert: 'violet',
          retain: 'jade',
          inspire: 'teal',
          at_risk: 'amber',
          dormant: 'grey',
          lost: 'red',
          ended: 'grey',
          won_back: 'pink',
        },
        abc_class: { a: 'amber', b: 'blue', c: 'grey' },
      }}
      card={{ badge: 'lifecycle_stage', value: 'net_sales', meta: ['owner', 'last_contact_at'] }}
      empty={<Empty icon={Store} title={t('customers:empty.title')} text={t('customers:empty.text')} />}
    />
  );
}
