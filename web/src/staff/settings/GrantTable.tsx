import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Grant } from '@/api';

export const ACTIONS = ['read', 'create', 'change', 'remove', 'export'] as const;
export type Action = (typeof ACTIONS)[number];

type TableProps = { objects: string[]; cell: (object: string, action: Action) => ReactNode };

/** A line for each object, a column for each action. */
export function ObjectTable({ objects, cell }: TableProps) {
  const { t } = useTranslation('staff');
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling box must be reachable by the keys.
    <section className="grants" tabIndex={0} aria-label={t('staff:roles.grants')}>
      <table>
        <thead>
          <tr>
            <th scope="col">{t('staff:roles.object')}</th>
            {ACTIONS.map((action) => (
              <th key={action} scope="col">
                {t(`staff:action.${action}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {objects.map((object) => (
            <tr key={object}>
              <th scope="row">{t(`staff:object.${object}`, { defaultValue: object })}</th>
              {ACTIONS.map((action) => (
                <td key={action}>{cell(object, action)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** What is granted, in words. */
export function GrantTable({ grants }: { grants: Grant[] }) {
  const { t } = useTranslation('staff');
  const objects = [...new Set(grants.map((grant) => grant.object))];
  if (objects.length === 0) return <p className="muted quiet-note">{t('staff:roles.nothing')}</p>;
  return (
    <ObjectTable
      objects={objects}
      cell={(object, action) => {
        const grant = grants.find((each) => each.object === object && each.action === action);
        return grant ? t(`staff:scope.${grant.scope}`) : <span className="muted">–</span>;
      }}
    />
  );
}
