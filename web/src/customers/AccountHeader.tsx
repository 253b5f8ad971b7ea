import { Link, useNavigate } from '@tanstack/react-router';
import { Button } from 'antd';
import {
  ArrowLeft,
  Combine,
  Ellipsis,
  MapPin,
  Network,
  NotebookPen,
  Pencil,
  Phone,
  ShieldQuestionMark,
  Trash2,
} from 'lucide-react';
import { Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { FollowButton } from '@/follows';
import { openLog } from '@/interactions';
import { isMasked, useIsPhone, useLabels, useMay } from '@/lib';
import { Avatar, Menu, PageHeader, useTrash } from '@/ui';
import type { Asked } from './AccountDialog';
import { AccountDialog, RestoreButton } from './seldomParts';
import type { Account } from './types';

/** Who this customer is, and what one does with it. */
export function AccountHeader({ account }: { account: Account }) {
  const { t } = useTranslation('customers');
  const labels = useLabels('accounts');
  const navigate = useNavigate();
  const phone = useIsPhone();
  const { may_change: mayChange, may_remove: mayRemove } = account;
  const mayLog = useMay('interaction', 'create');
  const { trash } = useTrash('accounts');
  const mayGiveBack = useMay('pooled_account', 'change');
  const [asked, setAsked] = useState<Asked>();
  const { id, name } = account;
  const ref = { id, name };
  const more = [
    ...(mayChange
      ? [
          {
            key: 'edit',
            label: t('customers:edit'),
            icon: <Pencil size={15} aria-hidden />,
            onClick: () => void navigate({ to: `/accounts/${id}/edit` }),
          },
        ]
      : []),
    {
      key: 'relations',
      label: t('customers:tab.relations'),
      icon: <Network size={15} aria-hidden />,
      onClick: () => void navigate({ to: `/accounts/${id}`, search: { tab: 'relations' } as never }),
    },
    {
      key: 'why',
      label: t('customers:why_menu'),
      icon: <ShieldQuestionMark size={15} aria-hidden />,
      onClick: () => setAsked('why'),
    },
    ...(mayChange && mayGiveBack
      ? [
          {
            key: 'give_back',
            label: t('pools:give_back_menu'),
            icon: <ArrowLeft size={15} aria-hidden />,
            onClick: () => setAsked('give_back'),
          },
        ]
      : []),
    ...(mayRemove
      ? [
          {
            key: 'duplicates',
            label: t('duplicates:find_menu'),
            icon: <Combine size={15} aria-hidden />,
            onClick: () => setAsked('duplicates'),
          },
          {
            key: 'trash',
            label: t('ui:delete'),
            icon: <Trash2 size={15} aria-hidden />,
            danger: true,
            onClick: () => void trash({ id, name, version: account.version }),
          },
        ]
      : []),
  ];
  const menu = (
    <Menu label={t('ui:more')} placement="bottomRight" items={more}>
      <Button aria-label={t('ui:more')} icon={<Ellipsis size={16} />} />
    </Menu>
  );
  const star = (
    <Suspense fallback={<i className="bone" style={{ width: phone ? 32 : 96, height: 32 }} />}>
      <FollowButton list="accounts" id={id} bare={phone} />
    </Suspense>
  );
  return (
    <>
      <PageHeader
        title={name}
        lead={
          <>
            {phone && (
              <Link to="/accounts" className="icon-button back" aria-label={t('customers:menu')}>
                <ArrowLeft size={19} aria-hidden />
              </Link>
            )}
            <Avatar name={name} seed={id} list="accounts" size={phone ? 40 : 44} />
          </>
        }
        sub={
          <>
            {account.number && <span>{account.number}</span>}
            {account.channel_kind && <span>{labels.choice('channel_kind', account.channel_kind)}</span>}
            {account.region && <span>{account.region}</span>}
            {account.owner && (
              <span className="who">
                <Avatar name={account.owner.name} seed={account.owner.id} size={18} />
                {account.owner.name}
              </span>
            )}
            {account.tags.length > 0 && (
              <span className="tags">
                {account.tags.map((tag) => (
                  <span key={tag} className="tag clip">
                    {tag}
                  </span>
                ))}
              </span>
            )}
          </>
        }
        actions={
          account.trashed_at ? undefined : phone ? (
            <>
              {star}
              {menu}
            </>
          ) : (
            <>
              {star}
              {account.phone && !isMasked(account.phone) && (
                <Button href={`tel:${account.phone}`} icon={<Phone size={15} />}>
                  {t('customers:call')}
                </Button>
              )}
              {mayLog && (
                <>
                  <Button
                    icon={<MapPin size={15} />}
                    onClick={() => openLog({ form: 'visit', account: ref })}
                  >
                    {t('customers:log_visit')}
                  </Button>
                  <Button
                    type="primary"
                    icon={<NotebookPen size={15} />}
                    onClick={() => openLog({ form: 'log', account: ref })}
                  >
                    {t('customers:log')}
                  </Button>
                </>
              )}
              {menu}
            </>
          )
        }
      />
      <Suspense>
        {asked && <AccountDialog asked={asked} account={account} onClose={() => setAsked(undefined)} />}
      </Suspense>
      {account.trashed_at && (
        <div className="trash-note" role="status">
          <Trash2 size={16} aria-hidden />
          <span>{t('customers:trash.is_in')}</span>
          <Suspense>
            <RestoreButton list="accounts" id={id} name={name} />
          </Suspense>
        </div>
      )}
    </>
  );
}
