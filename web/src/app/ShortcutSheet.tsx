import { Fragment } from 'react';
import { useTranslation } from 'react-i18next';
import { MOD_KEY, useShownShortcuts } from '@/lib';
import { Dialog } from '@/ui/Dialog';

// The grid handles these itself while it has the focus; they are listed here because they are not registered.
const GRID: [string, string][] = [
  ['Enter', 'app:shortcut.open'],
  ['Space', 'app:shortcut.peek'],
  ['F2', 'app:shortcut.edit'],
  ['Esc', 'app:shortcut.clear'],
];

function parts(keys: string): string[] {
  return keys.replace('$mod', MOD_KEY).replace('Shift+?', '?').split(/[+ ]/);
}

/** Every shortcut that works on the page underneath. */
export function ShortcutSheet({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('app');
  const shown = useShownShortcuts();
  const groups = new Map<string, { keys: string; label: string }[]>();
  for (const { keys, label, group } of shown)
    groups.set(group, [...(groups.get(group) ?? []), { keys, label }]);
  groups.set(
    t('app:shortcut.rows'),
    GRID.map(([keys, label]) => ({ keys, label: t(label) })),
  );
  return (
    <Dialog footer={null} title={t('app:shortcut.help')} width={620} onCancel={onClose}>
      <div className="keys">
        {[...groups].map(([group, shortcuts]) => (
          <section key={group} aria-label={group}>
            <h3>{group}</h3>
            <dl>
              {shortcuts.map(({ keys, label }) => (
                <div key={keys + label}>
                  <dt>{label}</dt>
                  <dd>
                    {parts(keys).map((part, index) => (
                      <Fragment key={part}>
                        {index > 0 && ' '}
                        <kbd className="kbd">{part.length === 1 ? part.toUpperCase() : part}</kbd>
                      </Fragment>
                    ))}
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}
