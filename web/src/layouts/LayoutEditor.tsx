import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { Plus } from 'lucide-react';
import { useLayoutEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, type Schema } from '@/api';
import { toast, useLabels, useShowProblem } from '@/lib';
import { ALL, type Layout, type UsualSection, unplaced } from '@/lib/layout';
import { LAYOUTS_KEY, useUsualLayout } from '@/lib/useLayout';
import { confirm } from '@/ui';
import { useLeaveGuard } from '@/ui/leave';
import { HiddenFields } from './HiddenFields';
import { dropSection, HIDDEN, moveSection, put, step, within } from './layout';
import { SectionCard } from './SectionCard';

type Props = {
  list: string;
  /** How they stand as long as nobody says otherwise. */
  usually: UsualSection[];
  variant: string;
  /** What was said of these records. */
  stored: Schema<'Layout'> | undefined;
  /** What was said of all. */
  forAll: Schema<'Layout'> | undefined;
};

/** Sections and their fields, to be moved about; what is not saved is kept until the page is left. */
export function LayoutEditor({ list, usually, variant, stored, forAll }: Props) {
  const { t } = useTranslation('layouts');
  const client = useQueryClient();
  const showProblem = useShowProblem();
  const labels = useLabels(list);
  const usual = useUsualLayout(list, usually);
  const fields = usual.sections.flatMap((section) => section.fields);
  const began = (of: Layout | undefined) => withRest(of ?? usual, fields, t('ui:other_fields'));
  const [layout, setLayout] = useState(() => began(stored ?? forAll));
  const [isTouched, setTouched] = useState(false);
  const [dragged, setDragged] = useState<string | null>(null);
  const [said, setSaid] = useState('');
  const box = useRef<HTMLDivElement>(null);
  const refocus = useRef<[field: string, button: string] | null>(null);
  // A row that goes to another section is drawn anew.
  useLayoutEffect(() => {
    if (!refocus.current) return;
    const [field, button] = refocus.current;
    refocus.current = null;
    const row = box.current?.querySelector(`[data-field="${field}"]`);
    const again = row?.querySelector<HTMLElement>(`[data-do="${button}"]:not(:disabled)`);
    (again ?? row?.querySelector<HTMLElement>('[data-do=menu]'))?.focus();
  });
  useLeaveGuard(() => isTouched);
  const change = (next: Layout) => {
    if (next === layout) return;
    setLayout(next);
    setTouched(true);
  };
  const tell = (next: Layout, field: string) => {
    change(next);
    const at = next.sections.findIndex((section) => section.fields.includes(field));
    const section = next.sections[at];
    setSaid(
      section
        ? t('layouts:moved', {
            field: labels.field(field),
            section: section.title,
            place: section.fields.indexOf(field) + 1,
          })
        : t('layouts:hid', { field: labels.field(field) }),
    );
  };
  const settled = () => {
    setTouched(false);
    toast(t('ui:saved'));
    return client.invalidateQueries({ queryKey: LAYOUTS_KEY });
  };
  const path = `/layouts/${list}/${variant}` as const;
  const save = useMutation({
    mutationFn: () => api.put(path, layout),
    onSuccess: settled,
    onError: showProblem,
  });
  const forget = useMutation({
    mutationFn: () => api.remove(path),
    onSuccess: () => {
      setLayout(began(variant === ALL ? undefined : forAll));
      return settled();
    },
    onError: showProblem,
  });
  const askForget = async () => {
    const yes = await confirm({
      title: t('layouts:forget_title'),
      text: variant === ALL ? t('layouts:forget_all') : t('layouts:forget_kind'),
      yes: t('layouts:forget'),
      danger: true,
    });
    if (yes) forget.mutate();
  };
  const titles = layout.sections.map(({ title }) => title.trim());
  const wrong = titles.some((title, n) => title === '' || titles.indexOf(title) !== n);
  const places = titles.map((title, section) => ({ title, section }));
  const shared = {
    list,
    places,
    dragged,
    onDrag: setDragged,
    onPress: (field: string, button: string) => {
      refocus.current = [field, button];
    },
    onPut: (field: string, section: number, place: number) => tell(put(layout, field, section, place), field),
  };
  return (
    <div ref={box}>
      <div className="layout-sections">
        {layout.sections.map((section, n) => (
          <SectionCard
            key={n}
            {...shared}
            section={section}
            at={n}
            total={layout.sections.length}
            onTitle={(title) =>
              change({
                ...layout,
                sections: layout.sections.map((each, other) => (other === n ? { ...each, title } : each)),
              })
            }
            onStep={(field, by) => tell(step(layout, field, by), field)}
            onMove={(by) => change(moveSection(layout, n, by))}
            onDrop={() => change(dropSection(layout, n))}
          />
        ))}
      </div>
      <Button
        icon={<Plus size={15} />}
        onClick={() =>
          change({ ...layout, sections: [...layout.sections, { title: newTitle(t, titles), fields: [] }] })
        }
      >
        {t('layouts:add')}
      </Button>
      <HiddenFields {...shared} fields={layout.hidden} at={HIDDEN} />
      <div className="layout-foot">
        <Button
          type="primary"
          disabled={!isTouched || wrong}
          loading={save.isPending}
          onClick={() => save.mutate()}
        >
          {t('ui:save')}
        </Button>
        {stored && (
          <Button danger loading={forget.isPending} onClick={() => void askForget()}>
            {t('layouts:forget')}
          </Button>
        )}
        {wrong && (
          <span className="layout-wrong" role="alert">
            {t('layouts:titles')}
          </span>
        )}
      </div>
      <p className="sr-only" role="status">
        {said}
      </p>
    </div>
  );
}

/** A layout of the fields that there are; those that it says nothing of stand at the end. */
function withRest(layout: Layout, fields: string[], title: string): Layout {
  const there = within(layout, fields);
  const rest = unplaced(there, fields);
  return rest.length > 0 ? { ...there, sections: [...there.sections, { title, fields: rest }] } : there;
}

function newTitle(t: (key: string, values: { n: number }) => string, titles: string[]): string {
  let n = titles.length + 1;
  while (titles.includes(t('layouts:section', { n }))) n += 1;
  return t('layouts:section', { n });
}
