import { Trash2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { When } from '@/ui';
import type { Preference } from './types';
import { useRemoving } from './useRemoving';

type Props = { contact: string; preference: Preference; open: boolean };

/** What a person likes best, and where that was noticed. */
export function PreferenceRow({ contact, preference, open }: Props) {
  const { t } = useTranslation('personal');
  const title = t('personal:remove_preference', { domain: preference.domain });
  const remove = useRemoving(contact, `/preferences/${preference.id}`, title);
  return (
    <li>
      <div className="personal-said">
        <span className="personal-kind">{preference.domain}</span>
        <span className="lines">{preference.value}</span>
        <small className="muted">
          {preference.org_unit && <span>{preference.org_unit.name}</span>}
          {preference.by && <span>{preference.by.name}</span>}
          <When value={preference.created_at} />
        </small>
      </div>
      {open && (
        <button
          type="button"
          className="icon-button small"
          disabled={remove.busy}
          aria-label={title}
          title={t('ui:delete')}
          onClick={remove.ask}
        >
          <Trash2 size={14} aria-hidden />
        </button>
      )}
    </li>
  );
}
