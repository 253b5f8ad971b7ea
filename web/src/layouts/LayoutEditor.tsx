import { Button } from 'antd';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLabels } from '@/lib';
import { ALL, type Layout } from '@/lib/layout';
import { confirm } from '@/ui';
import { useLeaveGuard } from '@/ui/leave';
import { HiddenFields } from './HiddenFields';
import { dropSection, HIDDEN, moveSection, put, step } from './layout';
import { SectionCard } from './SectionCard';
import { type DraftOf, useDraft } from './useDraft';
import { useRefocus } from './useRefocus';

/** Sections and their fields, to be moved about; what is not saved is kept until the page is left. */
export function LayoutEditor({ list, usually, variant, stored, forAll }: DraftOf) {
  const { t } = useTranslation('layouts');
  const labels = useLabels(list);
  const { layout, change, isTouched, save, forget } = useDraft({ list, usually, variant, stored, forAll });
  const { box, onPress } = useRefocus();
  const [dragged, setDragged] = useState<string | null>(null);
  const [said, setSaid] = useState('');
  useLeaveGuard(() => isTouched);
  const tell = (next: Layout, field: string) => {
    change(next);
    const section = next.sections.find(({ fields }) => fields.includes(field));
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
    onPress,
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

function newTitle(t: (key: string, values: { n: number }) => string, titles: string[]): string {
  let n = titles.length + 1;
  while (titles.includes(t('layouts:section', { n }))) n += 1;
  return t('layouts:section', { n });
}
