import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { Button } from 'antd';
import {
  ArrowLeft,
  Combine,
  Ellipsis,
  FileDown,
  History,
  NotebookPen,
  Pencil,
  Phone,
  ShieldQuestionMark,
  Trash2,
  UserRoundX,
} from 'lucide-react';
import { Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, keys, useRecord } from '@/api';
import { FollowButton } from '@/follows';
import { type Interaction, openLog, PhoneActions, useTimelineItem } from '@/interactions';
import { dayOf, isMasked, useIsPhone, useMay } from '@/lib';
import {
  Avatar,
  Empty,
  ErrorState,
  Menu,
  PageHeader,
  RecordHistory,
  RestoreButton,
  Section,
  Timeline,
  useMoved,
  useRecordKeys,
  useTrash,
} from '@/ui';
import { ContactFacts } from './ContactFacts';
import { ContactPlaces } from './ContactPlaces';
import './contacts.css';
import { FindDuplicates } from './duplicateParts';
import { OwnFacts } from './fieldParts';
import { FileList } from './fileParts';
import { EraseDialog, ExportDialog, PersonalPanel } from './personalParts';
import { WhyDialog } from './rightParts';
import type { Contact } from './types';

/** One person: where it works, how to reach it, what was said with it. */
export function ContactShow() {
  const { t } = useTranslation('contacts');
  const { id } = useParams({ strict: false }) as { id: string };
  const navigate = useNavigate();
  const phone = useIsPhone();
  const mayChange = useMay('contact', 'change');
  const mayRemove = useMay('contact', 'remove');
  const mayLog = useMay('interaction', 'create');
  const mayExport = useMay('personal_data', 'export');
  const mayErase = useMay('personal_data', 'remove');
  const { trash } = useTrash('contacts');
  const [finding, setFinding] = useState(false);
  const [whole, setWhole] = useState<'export' | 'erase' | null>(null);
  const [asking, setAsking] = useState(false);
  const query = useRecord<Contact>('contacts', id);
  const contact = query.data;
  const moved = useMoved('contacts', id, contact?.id);
  useRecordKeys('contacts', id, mayChange && !contact?.trashed_at);
  if (query.error && !contact) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  if (!contact || moved) {
    return (
      <div className="page" aria-busy="true">
        <div className="page-body">
          <i className="bone" style={{ height: 200 }} />
        </div>
      </div>
    );
  }
  const home = contact.accounts.find((place) => place.is_primary) ?? contact.accounts[0];
  const told = contact.mobile ?? contact.phone;
  const number = isMasked(told) ? undefined : told;
  const log = () =>
    home && openLog({ form: 'log', account: home.account, contact: { id, name: contact.name } });
  const more = [
    ...(mayChange
      ? [
          {
            key: 'edit',
            label: t('contacts:edit'),
            icon: <Pencil size={15} aria-hidden />,
            onClick: () => void navigate({ to: `/contacts/${id}/edit` }),
          },
        ]
      : []),
    {
      key: 'why',
      label: t('contacts:why_menu'),
      icon: <ShieldQuestionMark size={15} aria-hidden />,
      onClick: () => setAsking(true),
    },
    ...(mayRemove
      ? [
          {
            key: 'duplicates',
            label: t('duplicates:find_menu'),
            icon: <Combine size={15} aria-hidden />,
            onClick: () => setFinding(true),
          },
          {
            key: 'trash',
            label: t('ui:delete'),
            icon: <Trash2 size={15} aria-hidden />,
            danger: true,
            onClick: () => void trash({ id, name: contact.name, version: contact.version }),
          },
        ]
      : []),
    ...(mayExport
      ? [
          {
            key: 'export',
            label: t('personal:export_menu'),
            icon: <FileDown size={15} aria-hidden />,
            onClick: () => setWhole('export'),
          },
        ]
      : []),
    ...(mayErase
      ? [
          {
            key: 'erase',
            label: t('personal:erase_menu'),
            icon: <UserRoundX size={15} aria-hidden />,
            danger: true,
            onClick: () => setWhole('erase'),
          },
        ]
      : []),
  ];
  return (
    <div className="page contact">
      <PageHeader
        title={contact.name}
        lead={
          <>
            {phone && (
              <Link to="/contacts" className="icon-button" aria-label={t('contacts:menu')}>
                <ArrowLeft size={19} aria-hidden />
              </Link>
            )}
            <Avatar name={contact.name} seed={id} size={44} />
          </>
        }
        sub={
          home && (
            <>
              <Link to="/accounts/$id" params={{ id: home.account.id }} className="linkish">
                {home.account.name}
              </Link>
              {home.title && <span>{home.title}</span>}
            </>
          )
        }
        actions={
          !contact.trashed_at && (
            <>
              <Suspense fallback={<i className="bone" style={{ width: phone ? 32 : 96, height: 32 }} />}>
                <FollowButton list="contacts" id={id} bare={phone} />
              </Suspense>
              {number && !phone && (
                <Button href={`tel:${number}`} icon={<Phone size={15} />}>
                  {t('contacts:call_short')}
                </Button>
              )}
              {mayLog && home && !phone && (
                <Button type="primary" icon={<NotebookPen size={15} />} onClick={log}>
                  {t('contacts:log')}
                </Button>
              )}
              <Menu label={t('ui:more')} placement="bottomRight" items={more}>
                <Button aria-label={t('ui:more')} icon={<Ellipsis size={16} />} />
              </Menu>
            </>
          )
        }
      />
      <Suspense>
        {finding && <FindDuplicates sort="contact" record={contact} onClose={() => setFinding(false)} />}
        {whole === 'export' && <ExportDialog contact={contact} onClose={() => setWhole(null)} />}
        {whole === 'erase' && <EraseDialog contact={contact} onClose={() => setWhole(null)} />}
        {asking && (
          <WhyDialog kind="contact" record={{ id, name: contact.name }} onClose={() => setAsking(false)} />
        )}
      </Suspense>
      {contact.erased_at ? (
        <div className="page-body contact-trashed">
          <p>{t('personal:erased_on', { date: dayOf(contact.erased_at) })}</p>
        </div>
      ) : (
        contact.trashed_at && (
          <div className="page-body contact-trashed">
            <p>{t('contacts:trash.is_in')}</p>
            <RestoreButton list="contacts" id={id} name={contact.name} />
            {mayErase && (
              <Button danger style={{ marginTop: 12 }} onClick={() => setWhole('erase')}>
                {t('personal:erase_menu')}
              </Button>
            )}
          </div>
        )
      )}
      <div className="with-aside">
        <div className="page-body">
          <Section title={t('contacts:timeline')}>
            <ContactTimeline id={id} />
          </Section>
          <RecordHistory list="contacts" id={id} />
        </div>
        <aside>
          <Section title={t('contacts:places')}>
            <ContactPlaces places={contact.accounts} />
          </Section>
          <Section title={t('contacts:facts')}>
            <ContactFacts contact={contact} />
          </Section>
          <Suspense>
            <OwnFacts list="contacts" record={contact} open={mayChange && !contact.trashed_at} />
          </Suspense>
          <Suspense fallback={<i className="bone" style={{ height: 160 }} />}>
            <PersonalPanel contact={id} />
          </Suspense>
          <Section title={t('contacts:files')}>
            <Suspense fallback={<i className="bone" style={{ height: 120 }} />}>
              <FileList about={{ kind: 'contact', id }} />
            </Suspense>
          </Section>
        </aside>
      </div>
      {phone && !contact.trashed_at && (
        <PhoneActions number={number} account={home?.account} contact={{ id, name: contact.name }} />
      )}
    </div>
  );
}

function ContactTimeline({ id }: { id: string }) {
  const { t } = useTranslation('contacts');
  const { ofInteraction } = useTimelineItem('contact');
  // Under the list of interactions, so that a new one shows here at once.
  const query = useQuery({
    queryKey: [...keys.list('interactions'), 'contact', id],
    queryFn: (): Promise<Interaction[]> => api.get(`/contacts/${id}/interactions`),
  });
  if (query.isError && !query.data)
    return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  if (query.isPending) return <i className="bone" style={{ height: 140 }} />;
  return (
    <Timeline
      items={query.data.map(ofInteraction)}
      empty={
        <Empty icon={History} title={t('contacts:timeline_none')} text={t('contacts:timeline_none_text')} />
      }
    />
  );
}
