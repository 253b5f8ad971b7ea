import { Drawer } from 'antd';
import { useTranslation } from 'react-i18next';
import { useIsPhone } from '@/lib';
import { FormHost, useFormHost } from '@/ui/leave';
import { useOver } from '@/ui/over';
import { InteractionForm } from './InteractionForm';
import { closeLog, type Log } from './log';
import './log.css';
import { VisitForm } from './VisitForm';

/** The drawer in which a contact is written down, over any page. */
export function LogDrawer({ log }: { log: Log }) {
  const { t } = useTranslation('interactions');
  const phone = useIsPhone();
  const host = useFormHost(closeLog);
  useOver(host.leave);
  const visit = log.form === 'visit';
  const title = log.record
    ? t('interactions:log.edit')
    : visit
      ? t('interactions:visit.title')
      : t('interactions:log.title');
  return (
    <Drawer
      open
      placement={phone ? 'bottom' : 'right'}
      size={phone ? '94dvh' : 520}
      title={log.account ? `${title} · ${log.account.name}` : title}
      onClose={host.leave}
      className="log-drawer"
    >
      <FormHost value={host}>
        {visit ? (
          <VisitForm account={log.account} contact={log.contact} onSaved={closeLog} />
        ) : (
          <InteractionForm
            account={log.account}
            contact={log.contact}
            channel={log.channel}
            record={log.record}
            onSaved={closeLog}
          />
        )}
      </FormHost>
    </Drawer>
  );
}
