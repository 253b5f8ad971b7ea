import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, type Schema } from '@/api';
import { toast, useShowProblem } from '@/lib';
import { ALL, type Layout, type UsualSection, unplaced } from '@/lib/layout';
import { LAYOUTS_KEY, useUsualLayout } from '@/lib/useLayout';
import { within } from './layout';

export type DraftOf = {
  list: string;
  /** How they stand as long as nobody says otherwise. */
  usually: UsualSection[];
  variant: string;
  /** What was said of these records. */
  stored: Schema<'Layout'> | undefined;
  /** What was said of all. */
  forAll: Schema<'Layout'> | undefined;
};

/** A layout that is being changed, and what becomes of it. */
export function useDraft({ list, usually, variant, stored, forAll }: DraftOf) {
  const { t } = useTranslation('ui');
  const client = useQueryClient();
  const onError = useShowProblem();
  const usual = useUsualLayout(list, usually);
  const fields = usual.sections.flatMap((section) => section.fields);
  const began = (of: Layout | undefined) => withRest(of ?? usual, fields, t('ui:other_fields'));
  const [layout, setLayout] = useState(() => began(stored ?? forAll));
  const [isTouched, setTouched] = useState(false);
  const change = (next: Layout) => {
    if (next === layout) return;
    setLayout(next);
    setTouched(true);
  };
  const settled = () => {
    setTouched(false);
    toast(t('ui:saved'));
    return client.invalidateQueries({ queryKey: LAYOUTS_KEY });
  };
  const path = `/layouts/${list}/${variant}` as const;
  const save = useMutation({ mutationFn: () => api.put(path, layout), onSuccess: settled, onError });
  const forget = useMutation({
    mutationFn: () => api.remove(path),
    onSuccess: () => {
      setLayout(began(variant === ALL ? undefined : forAll));
      return settled();
    },
    onError,
  });
  return { layout, change, isTouched, save, forget };
}

/** A layout of the fields that there are; those that it says nothing of stand at the end. */
function withRest(layout: Layout, fields: string[], title: string): Layout {
  const there = within(layout, fields);
  const rest = unplaced(there, fields);
  return rest.length > 0 ? { ...there, sections: [...there.sections, { title, fields: rest }] } : there;
}
