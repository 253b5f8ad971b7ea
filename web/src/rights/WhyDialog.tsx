import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Check, X } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, type Ref } from '@/api';
import { useMay, useMe } from '@/lib';
import { Avatar, ErrorState, RefSelect } from '@/ui';
import { Dialog } from '@/ui/Dialog';
import { FieldRightTable } from './FieldRightTable';
import './rights.css';
import { useReasons } from './useReasons';

/** What can be done with a record that there is already. */
const ACTIONS = ['read', 'change', 'remove', 'export'] as const;

type Props = { kind: 'account' | 'contact'; record: Ref; onClose: () => void };

/** Why somebody may see, change, remove or export a record, or why not. */
export function WhyDialog({ kind, record, onClose }: Props) {
  const { t } = useTranslation('rights');
  const { user } = useMe();
  const me = { id: user.id, name: user.name };
  // Any text, as the path takes it.
  const sort: string = kind;
  const mayAsk = useMay('role', 'read');
  const [who, setWho] = useState<Ref>(me);
  const query = useQuery({
    queryKey: ['why', who.id, kind, record.id],
    queryFn: () => api.get(`/users/${who.id}/rights/${sort}/${record.id}`),
    placeholderData: keepPreviousData,
  });
  const reasons = useReasons(kind);
  const why = query.data;
  return (
    <Dialog title={t('rights:title', { name: record.name })} width={520} footer={null} onCancel={onClose}>
      <div className="why">
        {mayAsk ? (
          <RefSelect
            list="users"
            label={t('rights:who')}
            value={who}
            onChange={(next) => setWho(next ?? me)}
          />
        ) : (
          <p className="who">
            <Avatar name={me.name} seed={me.id} size={24} />
            {me.name}
          </p>
        )}
        {query.error ? (
          <ErrorState error={query.error} onRetry={() => void query.refetch()} />
        ) : !why ? (
          <i className="bone" style={{ height: 220 }} />
        ) : (
          <>
            <p className="muted">
              {why.owner ? t('rights:owner', { name: why.owner.name }) : t('rights:no_owner')}
            </p>
            <ul className="why-actions" aria-live="polite" aria-busy={query.isPlaceholderData}>
              {ACTIONS.flatMap((action) => why.actions.find((each) => each.action === action) ?? []).map(
                (each) => (
                  <li key={each.action} className={each.allowed ? 'may' : undefined}>
                    {each.allowed ? <Check size={16} aria-hidden /> : <X size={16} aria-hidden />}
                    <strong>
                      {t(each.allowed ? 'rights:may' : 'rights:may_not', {
                        action: t(`rights:action.${each.action}`),
                      })}
                    </strong>
                    <ul>
                      {reasons(why, each).map((reason) => (
                        <li key={reason}>{reason}</li>
                      ))}
                    </ul>
                  </li>
                ),
              )}
            </ul>
            {why.fields.length > 0 && (
              <section>
                <h3>{t('rights:fields')}</h3>
                <FieldRightTable fields={why.fields} />
              </section>
            )}
          </>
        )}
      </div>
    </Dialog>
  );
}
