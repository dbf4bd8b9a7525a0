/**
 * Lines that newspapers put between paragraphs and that belong to no article, by what they do.
 * Matched against the beginning of a block (letters folded to lower case).
 */
const invitations = [
  // en
  "read (more|also|next|the full)|also read|see also|more (on|from|about)|related|recommended|you (may|might) (also )?(like|be interested)|don'?t miss|click here|watch( now)?:|listen:|sign up|subscribe|follow us|join (us|our)|get (the|our) |download (the|our)|support (us|our)|share (this|on|via)|advertisement|story continues|continue reading|this (article|story) (was|is|first|originally)|to read|already (a|have)|article information|author,|role,|reporting from|log in|register|have a tip|contact us|most (read|popular)|trending|sponsored|skip to|want more|our newsletter|enter your email|comments?$|leave a (reply|comment)|loading|print$|tags?:|topics?:|filed under|posted in|categor(y|ies):",
  // ru, uk
  'чита(йте|ть) (также|еще|ещё|далее|полностью)|смотрите также|подпи(сывайтесь|шитесь|саться)|подробнее( |:|$)|ранее (мы писали|сообщалось)|по теме|материалы по теме|другие новости|новости по теме|поделиться|следите за|больше новостей|реклама|оставить комментарий|комментарии|теги|метки|рубрики|нашли (ошибку|опечатку)|если вы нашли|присоединяйтесь|наш (канал|telegram|телеграм)|узнавайте|самое (читаемое|важное|интересное)|главное за|читайте|читайте нас|читайте тему|підпи(суйтесь|шіться)|до теми|зверніть увагу|вас може зацікавити|читайте також|дивіться також|більше новин|поширити|теги',
  // fa, Dari
  'بیشتر بخوانید|بیش‌تر بخوانید|همچنین بخوانید|این (مطلب|خبر|نوشته‌?ها)? ?را? ?هم بخوانید|مطالب مرتبط|اخبار مرتبط|خبرهای مرتبط|بخوانید:|مطالب پیشنهادی|پربازدید|پربیننده|آخرین (اخبار|خبرها)|انتهای پیام|کد خبر|کد مطلب|برچسب|کلیدواژه|اشتراک‌?گذاری|به اشتراک بگذارید|نظر شما|نظرات|دیدگاه|ارسال نظر|عضو (کانال|شوید)|ما را .{0,20}دنبال کنید|لینک کوتاه|چاپ$|تبلیغ|آگهی|ثبت نام|خبرنامه|گزارش‌های بیشتر|در همین زمینه|بازنشر|خبرنامه‌?ی ما|سرچینې?:|کلیدي (?:ويیونه|کلمې)',
  // ps
  'نور ولولئ|دا هم ولولئ|نور (خبرونه|مطالب)|اړوند (خبرونه|مطالب)|په همدې اړه|شریک کړئ|ګډون وکړئ|مونږ تعقیب کړئ|تبصر|نظرونه|وروستي خبرونه|خپرونې|اعلان|ټګ',
  // ar
  'اقر[أا] (أيض|ايض|المزيد|كذلك)|إقرأ أيض|طالع (أيض|ايض)|شاهد (أيض|ايض|المزيد|:)|المزيد (من|حول|عن|:)|مواضيع (ذات صلة|متعلقة)|أخبار (ذات صلة|متعلقة)|ذات صلة|قد يهمك|تابعنا|تابعوا|لمتابعة|للمزيد|اشترك|شارك(ها|ه)?($|:| عبر)|الأكثر (قراءة|مشاهدة)|الوسوم|كلمات (مفتاحية|دلالية)|التعليقات|أضف تعليق|إعلان|انضم|حمّل|سجل|الكلمات|النشرة|رابط مختصر|طباعة',
  // ur, tr
  'مزید پڑھیں|یہ بھی پڑھیں|مزید خبریں|متعلقہ|شیئر|تبصرے|ayrıca bak|devamını oku|ilgili haber|takip ed|abone ol|paylaş|yorum|reklam',
  // de, nl
  'lesen sie (auch|mehr|hier)|mehr (zum thema|dazu|aus|zu|lesen)|zum thema|das könnte|anzeige|newsletter|jetzt (lesen|abonnieren|registrieren|anmelden|testen)|weiterlesen|teilen|kommentare?|themen|auch interessant|lesetipp|folgen sie|hier (geht|klicken|finden)|quelle:|schlagw|artikel (teilen|drucken|merken)|empfohlen|lees (ook|meer)|meer over',
  // fr, es, pt, it
  "lire (aussi|la suite|l'article)|à lire|voir aussi|sur le même|abonn|s'inscrire|inscri|partager|publicité|commentaires?|suivez|lee? (también|más|tambi)|ver también|te puede|suscr|compart|publicidad|comentarios|síguenos|leia (também|mais)|veja também|assin|siga|compartilh|publicidade|leggi anche|iscriviti|condividi|pubblicità|commenti",
  // pl, sv, ja, zh, ko
  'czytaj (też|także|więcej)|zobacz|udostępnij|reklama|komentarz|läs (också|mer)|annons|dela|関連|続きを読む|シェア|広告|おすすめ|【関連|あわせて読みたい|相关|推荐|更多|责任编辑|编辑|관련|구독|무단|ⓒ',
];

const credits = [
  '(photo|image|picture|credit|source|video|illustration|graphic)s?( credit| by|:|/)|getty|shutterstock|ap photo|reuters$|afp$|©|\\(c\\)|copyright|all rights reserved|фото|источник|видео|иллюстрация|автор фото|© |عکس|منبع|تصویر|ویدئو|صورة|المصدر|صور:|مصدر الصورة|انځور|سرچینه|foto|bild|quelle|crédit|fuente|imagem|写真|사진|图片',
];

const INVITATION = new RegExp(`^[\\s>»→▶•*\\-–—|#🔴👉📌]*(${invitations.join('|')})`, 'iu');
const CREDIT = new RegExp(`^[\\s(\\[|]*(${credits.join('|')})`, 'iu');

/** An invitation to read, follow, share or pay elsewhere. */
export function isInvitation(text: string): boolean {
  return INVITATION.test(text.slice(0, 80));
}

const CREDIT_AT_END =
  /(?:\/ ?(?:фото|photo|скріншот|скриншот|getty|reuters|afp|ap)[^/]{0,40}|\((?:photo|фото|عکس|الصورة|ap|afp|reuters|getty)[^()]{0,60}\)|getty images\)?|\/ ?[\p{L} ]{2,25} (?:via )?(?:getty|reuters|afp|ap))$/iu;

/** A photo credit, source line or copyright notice. */
export function isCredit(text: string): boolean {
  return CREDIT.test(text.slice(0, 60)) || (text.length < 300 && CREDIT_AT_END.test(text));
}

const CAPTION_WITH_CREDIT =
  /(?:[|/／(]\s*(?:عکس|عکاس|تصویر|انځور|انځورګر|الصورة|تصوير|фото|photo|foto|fotograf(?:ie|in)?|bild|crédit|imagen)|(?<=\s)(?:عکاس|انځورګر))\s*[:：][^:：]{1,60}$/iu;

/** A caption that ends with whose picture it is. */
export function isCaptionWithCredit(text: string): boolean {
  return text.length < 250 && CAPTION_WITH_CREDIT.test(text);
}

const notices = [
  'cookies?\\b|privacy (notice|policy|settings)|your privacy|california (consumer|resident)|terms of (use|service)|all rights reserved|we earn (a )?commission|affiliate (links|commission)|editorially independent|independently (selected|reviewed)|newsletters? may contain|breaking news alerts|sent straight to your inbox|support (our|independent) journalism|make a donation|this site is protected by recaptcha',
  'использовани[ея] (любых )?материалов|при (цитировании|использовании|перепечатке)|все права защищены|признан[аоы]? (в рф |в россии |на территории рф )?(террористическ|экстремистск|иностранн|нежелательн)|признаны? экстремист|иностранн(ым|ого|ый) агент|иноагент|(деятельность|организаци[яи]|движение)[^.]{0,60}запрещен[аы]? (в|на территории) (рф|росси)|^\\*\\s?(запрещен|организаци|террорист|экстремист|движение)|свидетельство о регистрации|зарегистрирован[оа]? (федеральной|роскомнадзор)|сетевое издание|мнение редакции|файлы cookie|персональных данных',
  'کلیه حقوق|تمامی حقوق|تمام حقوق|حقوق (مادی|این سایت)|استفاده از مطالب|بازنشر مطالب|نقل مطالب|کپی‌?رایت|دیدگاه‌?های? ارسال|نظرات حاوی|کوکی',
  'جميع الحقوق|حقوق (النشر|الطبع|الملكية)|سياسة الخصوصية|ملفات تعريف الارتباط|شروط الاستخدام|الآراء (الواردة|المنشورة)|تستخدم هذه|ټول حقونه|د چاپ حق|حقوق محفوظ',
  'alle rechte vorbehalten|datenschutz|privatsphäre-einstellungen|externe[nr]? inhalte?|einwilligung|tous droits réservés|données personnelles|todos los derechos|todos os direitos|tutti i diritti|wszelkie prawa|tüm hakları|kişisel veri',
];

const NOTICE = new RegExp(notices.join('|'), 'iu');

/** A notice of law, consent, copyright or support: the site speaks of itself. */
export function isNotice(text: string): boolean {
  return NOTICE.test(text.slice(0, 400));
}

const LABEL_OF_STATUS =
  /признан[аоы]? [^.]{0,40}(?:террористическ|экстремистск|иностранн\p{L}+ агент|нежелательн)|признаны? экстремист|выполняющ\p{L}+ функции иностранного агента|запрещ[её]нн?\p{L}* (?:в|на территории) (?:рф|росси)/iu;
const FOOTNOTE =
  /^(?:\*|¹|\(\*\)|для читателей|внимание|данное сообщение|настоящий материал|признан[ыа] |в (?:рф|россии) признан|террористическ\p{L}+ организаци\p{L}+,? (?:запрещ|признан)|организаци[яи],? (?:запрещ|признан))/iu;

const IMPRINT =
  /все права (?:на материалы|защищены)|использовани[ея] (?:любых )?материалов[^.]{0,80}(?:сайт|разреш|ссылк)|зарегистрирован[оа]? федеральной службой|свидетельство о регистрации|адрес редакции|all rights reserved|(?:کلیه|تمامی?) حقوق[^.]{0,80}محفوظ|جميع الحقوق محفوظة|alle rechte vorbehalten|tous droits réservés|todos los derechos reservados|tüm hakları saklıdır|ټول حقونه/iu;

/** The imprint of a site: rights, registration, address. */
export function isImprint(text: string): boolean {
  return text.length < 600 && IMPRINT.test(text);
}

/** The list of banned organisations or foreign agents that Russian law puts under articles: names in it are no news. */
export function isStatusFootnote(text: string): boolean {
  return LABEL_OF_STATUS.test(text) && (FOOTNOTE.test(text) || (text.match(/«/g)?.length ?? 0) > 6);
}
