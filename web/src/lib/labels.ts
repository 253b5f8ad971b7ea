import i18next, { type TFunction } from 'i18next';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';

function namespaces(): string[] {
  return Object.keys(i18next.getDataByLanguage(i18next.language) ?? {});
}

/** A label is looked for in every capability: lists name each other's fields. */
function find(t: TFunction, key: string, fallback: string): string {
  return t(key, { ns: namespaces(), defaultValue: fallback });
}

/** `accounts.fields.net_sales`, `accounts.examples.region` and `accounts.choices.channel_kind.dealer`, from whichever capability has them. */
export function useLabels(list: string) {
  const { t } = useTranslation();
  const field = useCallback((key: string) => find(t, `${list}.fields.${key}`, key), [t, list]);
  const choice = useCallback(
    (key: string, value: string) => find(t, `${list}.choices.${key}.${value}`, value),
    [t, list],
  );
  /** What one may type to find by this field. */
  const example = useCallback((key: string) => find(t, `${list}.examples.${key}`, ''), [t, list]);
  return { field, choice, example };
}

export function useListName() {
  const { t } = useTranslation();
  return useCallback((list: string) => find(t, `${list}.name`, list), [t]);
}
