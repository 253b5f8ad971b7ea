import { Segmented } from 'antd';
import { useTranslation } from 'react-i18next';
import { useMe } from '@/lib';
import { choices, type Scope, withAccess } from './scope';
import './settings.css';

const ACCESSES = ['none', 'read', 'write'] as const;
type Access = (typeof ACCESSES)[number];
type Props = { id?: string; value?: Scope; onChange?: (value: Scope) => void };

/** Object by object how far a token reaches. Only what one may do oneself can be chosen. */
export function ScopeInput({ id, value = {}, onChange }: Props) {
  const { t } = useTranslation('staff');
  const { grants } = useMe();
  return (
    <ul id={id} className="scope-rows">
      {choices(grants).map(({ object, writes }) => {
        const label = t(`staff:object.${object}`, { defaultValue: object });
        const accesses = writes ? ACCESSES : ACCESSES.slice(0, 2);
        return (
          <li key={object}>
            <span>{label}</span>
            <Segmented<Access>
              aria-label={label}
              name={`scope-${object}`}
              options={accesses.map((access) => ({
                value: access,
                label: t(`staff:tokens.access.${access}`),
              }))}
              value={value[object] ?? 'none'}
              onChange={(access) => onChange?.(withAccess(value, object, access))}
            />
          </li>
        );
      })}
    </ul>
  );
}
