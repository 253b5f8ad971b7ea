import { QueryClientContext } from '@tanstack/react-query';
import i18next, { type TFunction } from 'i18next';
import { use, useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { type Custom, keys, type ListInfo } from '@/api';
import { isOwn, ownKey } from './own';

function namespaces(): string[] {
  return Object.keys(i18next.getDataByLanguage(i18next.language) ?? {});
}

/** A label is looked for in every capability: lists name each other's fields. */
function find(t: TFunction, key: string, fallback: string): string {
  return t(key, { ns: namespaces(), defaultValue: fallback });
}

/** What the workspace says of a field that it has added: told with the description of the list, which whoever shows one has read. */
function useOwn(list: string) {
  const client = use(QueryClientContext);
  return useCallback(
    (key: string): Custom | null | undefined =>
      client?.getQueryData<ListInfo>(keys.listInfo(list))?.fields.find((field) => field.key === key)?.custom,
    [client, list],
  );
}

/**
 * `accounts.fields.net_sales`, `accounts.examples.region` and `accounts.choices.channel_kind.dealer`, from whichever capability
 * has them. Fields that the workspace has added are called as it calls them; one that is gone, by its key.
 */
export function useLabels(list: string) {
  const { t } = useTranslation();
  const own = useOwn(list);
  const field = useCallback(
    (key: string) => (isOwn(key) ? (own(key)?.label ?? ownKey(key)) : find(t, `${list}.fields.${key}`, key)),
    [t, list, own],
  );
  const choice = useCallback(
    (key: string, value: string) =>
      isOwn(key)
        ? (own(key)?.choices?.find((each) => each.key === value)?.label ?? value)
        : find(t, `${list}.choices.${key}.${value}`, value),
    [t, list, own],
  );
  /** What one may type to find by this field. */
  const example = useCallback((key: string) => find(t, `${list}.examples.${key}`, ''), [t, list]);
  return { field, choice, example, own };
}

export function useListName() {
  const { t } = useTranslation();
  return useCallback((list: string) => find(t, `${list}.name`, list), [t]);
}
