import {
  AppWindow,
  Globe,
  Headset,
  type LucideIcon,
  Mail,
  MailOpen,
  MapPin,
  MessageCircle,
  NotebookPen,
  Phone,
  Printer,
  Smartphone,
} from 'lucide-react';

const ICONS: Record<string, LucideIcon> = {
  phone: Phone,
  wechat: MessageCircle,
  visit: MapPin,
  mobile: Smartphone,
  email: Mail,
  web: Globe,
  letter: MailOpen,
  fax: Printer,
  portal: AppWindow,
  call_centre: Headset,
};

/** The same for a channel wherever it is shown. */
export function channelIcon(channel: string): LucideIcon {
  return ICONS[channel] ?? NotebookPen;
}
