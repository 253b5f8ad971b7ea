import { useQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { api, keys, type Ref } from '@/api';

type Props = {
  /** The account whose people are offered. */
  account?: string;
  value?: Ref | null;
  onChange?: (value: Ref | null) => void;
  id?: string;
};

/** One of the people of an account. */
export function ContactSelect({ account, value, onChange, id }: Props) {
  const { t } = useTranslation('interactions');
  const people = useQuery({
    queryKey: keys.under(account ?? '', 'contacts'),
    queryFn: () => api.get(`/accounts/${account}/contacts`),
    enabled: account !== undefined,
  });
  const known: Ref[] = (people.data ?? []).map((each) => ({ id: each.id, name: each.name }));
  const all = value && !known.some((ref) => ref.id === value.id) ? [value, ...known] : known;
  return (
    <Select<string>
      id={id}
      allowClear
      disabled={!account}
      loading={people.isFetching}
      showSearch={{ optionFilterProp: 'label' }}
      value={value?.id}
      placeholder={t('interactions:log.contact_hint')}
      notFoundContent={t('ui:nothing_found')}
      options={all.map((ref) => ({ value: ref.id, label: ref.name }))}
      onChange={(next) => onChange?.(all.find((ref) => ref.id === next) ?? null)}
    />
  );
}
