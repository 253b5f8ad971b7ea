import { useTranslation } from 'react-i18next';
import type { Schema } from '@/api';
import { useFormat } from '@/lib';
import { Avatar } from '@/ui';
import type { Plan } from './plan';

type Props = { preview?: Schema<'HandOverPreview'>; plan: Plan; leaves: boolean };

/** Who will have how many customers, until when the visits last, and how it is done. */
export function HeirList({ preview, plan, leaves }: Props) {
  const { t } = useTranslation('handover');
  const format = useFormat();
  if (!preview) return <i className="bone" style={{ height: 160 }} />;
  const { heirs, holdings, at_once } = preview;
  return (
    <>
      {heirs.length > 0 && (
        <ul className="heirs">
          {heirs.map(({ user, accounts, last_visit_on }) => (
            <li key={user.id}>
              <Avatar name={user.name} seed={user.id} list="users" size={28} />
              <span className="heir-name">
                <span className="clip">{user.name}</span>
                {last_visit_on && (
                  <span className="muted">
                    {t('handover:visits_until', { day: format.date(last_visit_on) })}
                  </span>
                )}
              </span>
              <strong>{t('handover:accounts', { count: accounts, number: format.number(accounts) })}</strong>
            </li>
          ))}
        </ul>
      )}
      <ul className="handover-notes muted">
        {holdings.contacts + holdings.tasks > 0 && (
          <li>
            {t('handover:note.follow', {
              contacts: format.number(holdings.contacts),
              tasks: format.number(holdings.tasks),
              name: plan.successor?.name ?? '',
            })}
          </li>
        )}
        <li>{t(leaves && at_once ? 'handover:note.at_once' : 'handover:note.later')}</li>
      </ul>
    </>
  );
}
