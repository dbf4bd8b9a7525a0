import { foldText } from '@khabar/text';

const RUSSIAN =
  'Александр Алексей Анатолий Андрей Анна Антон Аркадий Артём Борис Вадим Валентин Валерий Василий Вера Виктор Виталий Владимир ' +
  'Владислав Вячеслав Галина Геннадий Георгий Григорий Дарья Денис Дмитрий Евгений Екатерина Елена Иван Игорь Илья Ирина Кирилл ' +
  'Константин Лариса Леонид Любовь Людмила Максим Марина Михаил Надежда Наталья Никита Николай Олег Ольга Павел Пётр Роман ' +
  'Светлана Семён Станислав Степан Тамара Татьяна Тимур Фёдор Юлия Юрий Яна Ярослав Джон Джеймс Роберт Эрик Дэвид Майкл';
const LATIN =
  'Aaron Adam Alan Alexander Alexei Alice Andrew Andrei Anna Anthony Arthur Ben Benjamin Boris Brian Carl Caroline Charles Chris ' +
  'Christopher Daniel David Denis Diana Dmitry Edward Elena Elizabeth Emily Emma Eric Fiona Frank Fred Gary George Grace Hannah Harry ' +
  'Helen Henry Igor Irina Ivan Jack James Jane Jason Jeff Jennifer Jessica Jim John Joseph Julia Karen Kate Keith Kenneth Kevin Kirill ' +
  'Laura Leonid Linda Lisa Lucy Luke Maria Mark Martin Mary Matthew Melania Michael Michelle Mike Natalia Nicholas Nikita Nikolai Oleg ' +
  'Oliver Olga Oscar Paul Peter Philip Rachel Ralph Richard Robert Robin Roger Roman Ronald Sam Samuel Sarah Scott Sergei Simon Sophie ' +
  'Stephen Steve Steven Susan Tatiana Thomas Tim Tom Tony Victoria Viktor Walter William Yaroslav Yuri Ivanka Eric Barron Hunter Jill';

/** Folded given names that are common where names have capitals; the registry's own people add theirs. */
export const COMMON_GIVEN_NAMES: readonly string[] = `${RUSSIAN} ${LATIN}`
  .split(' ')
  .map((name) => foldText(name).text);
