import { useListInfo } from '@/api';
import { useLabels } from '@/lib';
import type { Named } from './formula';
import { isSpokenOf } from './rules';

/** The fields of a list that formulas may speak of; nothing until they are known. */
export function useNamed(list: string): Named[] | undefined {
  const labels = useLabels(list);
  const info = useListInfo(list);
  return info.data?.fields.filter(isSpokenOf).map(({ key }) => ({ key, label: labels.field(key) }));
}
