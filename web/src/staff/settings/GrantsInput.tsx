import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api, type Grant } from '@/api';
import { Select } from '@/ui/Select';
import { type Action, ObjectTable } from './GrantTable';

const SCOPES = ['own', 'team', 'unit', 'all'] as const;
/** What the administration is about stands below what everybody works with. */
const LAST = ['import', 'user', 'org_unit', 'role', 'workspace', 'parameter', 'event', 'job'];

type InputProps = { value?: Grant[]; onChange?: (grants: Grant[]) => void };

function inOrder(objects: string[]): string[] {
  const place = (object: string) => LAST.indexOf(object);
  return objects.toSorted((one, other) => place(one) - place(other));
}

/** The grants with those of one object and action put in their place. */
export function granted(grants: Grant[], object: string, action: Action, scope: string): Grant[] {
  const others = grants.filter((grant) => grant.object !== object || grant.action !== action);
  return scope === 'none' ? others : [...others, { object, action, scope: scope as Grant['scope'] }];
}

/** Whose records may be seen, made, changed, removed and taken out, object by object. */
export function GrantsInput({ value = [], onChange }: InputProps) {
  const { t } = useTranslation('staff');
  const objects = useQuery({
    queryKey: ['objects'],
    queryFn: () => api.get('/objects'),
    staleTime: Infinity,
  });
  if (!objects.data) return <i className="bone" style={{ height: 320 }} />;
  return (
    <ObjectTable
      objects={inOrder(objects.data.map((each) => each.object))}
      cell={(object, action) => {
        if (!objects.data.find((each) => each.object === object)?.actions.includes(action)) return null;
        const scope =
          value.find((grant) => grant.object === object && grant.action === action)?.scope ?? 'none';
        return (
          <Select
            size="small"
            variant="borderless"
            className={scope === 'none' ? 'grant-select none' : 'grant-select'}
            value={scope}
            popupMatchSelectWidth={false}
            aria-label={`${t(`staff:object.${object}`, { defaultValue: object })} ${t(`staff:action.${action}`)}`}
            onChange={(next: string) => onChange?.(granted(value, object, action, next))}
            options={[
              { value: 'none', label: t('staff:roles.none') },
              ...SCOPES.map((each) => ({ value: each, label: t(`staff:scope.${each}`) })),
            ]}
          />
        );
      }}
    />
  );
}
