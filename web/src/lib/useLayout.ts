import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api, useListInfo } from '@/api';
import { type Layout, lastOf, layoutOf, type UsualSection } from './layout';

export const LAYOUTS_KEY = ['layouts'];

export function useLayouts(list: string) {
  const query = useQuery({ queryKey: LAYOUTS_KEY, queryFn: () => api.get('/layouts') });
  return { ...query, of: query.data?.find((each) => each.list === list) };
}

/** How the fields of a list are laid out as long as nobody has said otherwise: the fields of one's own together, in their order. */
export function useUsualLayout(list: string, usual: UsualSection[]): Layout {
  const { t } = useTranslation();
  const own = useListInfo(list).data?.fields.flatMap(({ key, custom }) => (custom ? [key] : [])) ?? [];
  const sections = usual.map(({ title, fields }) => ({
    title: t(title),
    fields: fields ?? own,
  }));
  return { sections: sections.filter(({ fields }) => fields.length > 0), hidden: [] };
}

/**
 * How a record is laid out, by its values: sections, then whatever has no place yet, under a title of its own. What is hidden
 * is shown all the same where `isKept` says so: because it is filled in, or asked for.
 */
export function useLayout(
  list: string,
  usually: UsualSection[],
  read: (key: string) => unknown,
  isKept: (key: string) => boolean,
) {
  const { t } = useTranslation('ui');
  const { of, isPending } = useLayouts(list);
  const usual = useUsualLayout(list, usually);
  const own = layoutOf(of, read);
  if (!own) return { sections: usual.sections, isUsual: true, isPending };
  const all = usual.sections.flatMap(({ fields }) => fields);
  const rest = lastOf(own, all, of?.by ?? [], isKept);
  const sections =
    rest.length > 0 ? [...own.sections, { title: t('ui:other_fields'), fields: rest }] : own.sections;
  return { sections, isUsual: false, isPending };
}
