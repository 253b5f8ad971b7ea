import { Button } from 'antd';
import { Plus } from 'lucide-react';
import { lazy, type ReactNode, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorState, Section } from '@/ui';
import { ConsentRow } from './ConsentRow';
import { ErasureProof } from './ErasureProof';
import { FactRow } from './FactRow';
import './personal.css';
import { PreferenceRow } from './PreferenceRow';
import { usePersonal } from './usePersonal';

const FactDialog = lazy(() => import('./FactDialog').then((file) => ({ default: file.FactDialog })));
const ConsentDialog = lazy(() => import('./ConsentDialog').then((file) => ({ default: file.ConsentDialog })));
const PreferenceDialog = lazy(() =>
  import('./PreferenceDialog').then((file) => ({ default: file.PreferenceDialog })),
);

/** What is known of a person, what of it the person has agreed to, and what they like best. */
export function PersonalPanel({ contact }: { contact: string }) {
  const { t } = useTranslation('personal');
  const query = usePersonal(contact);
  const [adding, setAdding] = useState<'fact' | 'consent' | 'preference' | null>(null);
  const known = query.data;
  if (query.error && !known)
    return (
      <Section title={t('personal:title')}>
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      </Section>
    );
  if (!known)
    return (
      <Section title={t('personal:title')}>
        <i className="bone" style={{ height: 120 }} />
      </Section>
    );
  if (known.erasure) return <ErasureProof proof={known.erasure} />;
  const close = () => setAdding(null);
  const add = (what: typeof adding, label: string) =>
    known.may_change && (
      <Button type="text" size="small" icon={<Plus size={14} aria-hidden />} onClick={() => setAdding(what)}>
        {label}
      </Button>
    );
  return (
    <Section title={t('personal:title')}>
      <Part
        title={t('personal:facts')}
        action={add('fact', t('personal:add_fact'))}
        none={t('personal:facts_none')}
      >
        {known.facts.map((fact) => (
          <FactRow key={fact.id} contact={contact} fact={fact} known={known} />
        ))}
      </Part>
      <Part
        title={t('personal:consents')}
        action={add('consent', t('personal:add_consent'))}
        none={t('personal:consents_none')}
      >
        {known.consents.map((consent) => (
          <ConsentRow key={consent.id} contact={contact} consent={consent} open={known.may_change} />
        ))}
      </Part>
      <Part
        title={t('personal:preferences')}
        action={add('preference', t('personal:add_fact'))}
        none={t('personal:preferences_none')}
      >
        {known.preferences.map((preference) => (
          <PreferenceRow
            key={preference.id}
            contact={contact}
            preference={preference}
            open={known.may_change}
          />
        ))}
      </Part>
      <Suspense>
        {adding === 'fact' && <FactDialog contact={contact} known={known} onClose={close} />}
        {adding === 'consent' && <ConsentDialog contact={contact} known={known} onClose={close} />}
        {adding === 'preference' && <PreferenceDialog contact={contact} onClose={close} />}
      </Suspense>
    </Section>
  );
}

type PartProps = { title: string; action: ReactNode; none: string; children: ReactNode[] };

/** One of the three lists. */
function Part({ title, action, none, children }: PartProps) {
  return (
    <section className="personal-part" aria-label={title}>
      <header>
        <h3>{title}</h3>
        {action}
      </header>
      {children.length === 0 ? <p className="muted">{none}</p> : <ul>{children}</ul>}
    </section>
  );
}
