import { useListInfo } from '@/api';

/** The fields that the workspace has added to a list, in their order. */
export function useOwnOf(list: string) {
  return useListInfo(list).data?.fields.filter(({ custom }) => custom) ?? [];
}
