import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api, keys, type Ref } from '@/api';
import { Select } from '@/ui/Select';

type Props = {
  /** The account whose people are offered. */
  account?: string;
  /** The first is the one whom lists show. */
  value?: Ref[];
  onChange?: (value: Ref[]) => void;
  id?: string;
};

/** Who of an account's people took part. */
export function ContactSelect({ account, value = [], onChange, id }: Props) {
  const { t } = useTranslation('interactions');
  const people = useQuery({
    queryKey: keys.under(account ?? '', 'choices'),
    queryFn: () => api.get(`/accounts/${account}/contacts`, { limit: 100 }),
    enabled: account !== undefined,
  });
  const known: Ref[] = (people.data?.items ?? []).map((each) => ({ id: each.id, name: each.name }));
  const all = [...value.filter((ref) => !known.some((each) => each.id === ref.id)), ...known];
  return (
    <Select<string[]>
      id={id}
      mode="multiple"
      allowClear
      disabled={!account}
      loading={people.isFetching}
      showSearch={{ optionFilterProp: 'label' }}
      value={value.map((ref) => ref.id)}
      placeholder={t('interactions:log.contact_hint')}
      notFoundContent={t('ui:nothing_found')}
      options={all.map((ref) => ({ value: ref.id, label: ref.name }))}
      onChange={(ids) => onChange?.(ids.flatMap((each) => all.find((ref) => ref.id === each) ?? []))}
    />
  );
}
