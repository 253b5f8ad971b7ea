import { X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Ref } from '@/api';
import { RefSelect } from '@/ui';

type Props = { value?: Ref[]; onChange?: (value: Ref[]) => void };

/** Several colleagues in the order in which it is their turn. */
export function PeopleInput({ value = [], onChange }: Props) {
  const { t } = useTranslation('territories');
  return (
    <>
      {value.length > 0 && (
        <ul className="territory-people">
          {value.map((person) => (
            <li key={person.id}>
              <span className="clip">{person.name}</span>
              <button
                type="button"
                className="icon-button"
                aria-label={t('territories:leave_out', { name: person.name })}
                onClick={() => onChange?.(value.filter(({ id }) => id !== person.id))}
              >
                <X size={14} aria-hidden />
              </button>
            </li>
          ))}
        </ul>
      )}
      <RefSelect
        list="users"
        label={t('territories:people_add')}
        placeholder={t('territories:people_add')}
        value={null}
        onChange={(person) => {
          if (person && !value.some(({ id }) => id === person.id)) onChange?.([...value, person]);
        }}
      />
    </>
  );
}
