import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api, keys } from '@/api';
import { EXAM, type Personal, type PersonalFact } from './types';

/** What is known of a person. */
export function usePersonal(contact: string) {
  return useQuery({
    queryKey: keys.under(contact, 'personal'),
    queryFn: (): Promise<Personal> => api.get(`/contacts/${contact}/personal`),
  });
}

/** Reads it again after somebody has changed it here. */
export function useFresh(contact: string) {
  const client = useQueryClient();
  return () => void client.invalidateQueries({ queryKey: keys.under(contact, 'personal') });
}

/** What a kind of fact is called: a known one by its name, any other is a word of its own. */
export function useKindName() {
  const { t } = useTranslation('personal');
  return (kind: string) => t(`personal:kind.${kind}`, { defaultValue: kind });
}

/** A fact in words: an exam is not stored as people say it. */
export function useSaid() {
  const { t } = useTranslation('personal');
  return (kind: PersonalFact['kind'], value: string) => {
    const [exam = '', year = ''] = value.split(' ');
    return kind === EXAM
      ? t('personal:exam_said', { exam: t(`personal:exam.${exam}`, { defaultValue: exam }), year })
      : value;
  };
}
