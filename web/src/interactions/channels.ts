import {
  Globe,
  type LucideIcon,
  Mail,
  MailOpen,
  MapPin,
  MessageCircle,
  Phone,
  Printer,
  Smartphone,
} from 'lucide-react';

export const CHANNEL_ICONS: Record<string, LucideIcon> = {
  phone: Phone,
  wechat: MessageCircle,
  visit: MapPin,
  mobile: Smartphone,
  email: Mail,
  web: Globe,
  letter: MailOpen,
  fax: Printer,
};
