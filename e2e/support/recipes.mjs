// How every GET route of the pages is asked for: the addresses behind its parameters and the states that a page has.
// A route that has no recipe fails the tests, so that no page is forgotten.

const redirect = (role, signedIn) => (role === 'public' ? undefined : signedIn);
const own = (owner, status) => (role) => (role === 'public' ? 303 : role === owner ? status : 404);

const enrolled = (role) => (role === 'public' ? 303 : role === 'learner' ? 200 : 409);

/**
 * Route → states. A state: { name, to: path of the lab, status(role): what is answered where it is not what the rights
 * of the role say, html: false for what is no page }.
 */
export function recipes(lab) {
  const course = `/khoa-hoc/${lab.course.slug}`;
  const short = `/khoa-hoc/${lab.short.slug}`;
  const lesson = `${short}/${lab.short.lessons[0].path}`;
  const attempt = (path, status) => [
    { name: 'of an attempt that is not there', to: path('/bai-thi/019a8f3a-0000-7000-8000-000000000000'), status: own('nobody', 404) },
    { name: 'of an attempt under way', to: path(lab.underway), status: own('learner', status.underway) },
    { name: 'of a submitted attempt', to: path(lab.passed), status: own('learner', status.passed) },
  ];
  const page = (to, more) => [{ name: 'as it is', to, ...more }];
  return {
    '/': page('/'),
    '/tinh/:name': page('/tinh/khong-co.css', { status: () => 404 }),
    '/tep/:hash/:name': page(`/tep/${'0'.repeat(64)}/khong-co.svg`, { status: () => 404 }),
    '/robots.txt': page('/robots.txt', { html: false }),
    '/favicon.ico': page('/favicon.ico', { html: false, status: () => [200, 301, 302, 303, 308] }),
    '/ngon-ngu/:lang': [
      ...page('/ngon-ngu/vi?ve=/huong-dan', { status: () => 303 }),
      { name: 'of no language', to: '/ngon-ngu/xx', status: () => 404 },
    ],
    '/khung-nang-luc': page('/khung-nang-luc'),
    '/khung-nang-luc/:id': [
      ...['TT02-2025', 'ND224-2026-D77', 'DIGCOMP-2.2'].map((id) => ({ name: id, to: `/khung-nang-luc/${id}` })),
      { name: 'that is not there', to: '/khung-nang-luc/KHONG-CO', status: () => 404 },
    ],
    '/doi-chieu': page('/doi-chieu'),
    '/thiet-ke': page('/thiet-ke'),
    '/rieng-tu': page('/rieng-tu'),
    '/huong-dan': page('/huong-dan'),
    '/huong-dan/:name': [
      ...lab.guides.map((to) => ({ name: to, to })),
      { name: 'that is not there', to: '/huong-dan/khong-co', status: () => 404 },
    ],
    '/khoa-hoc/:course': [
      { name: 'with an exam under way', to: course },
      { name: 'completed by the learner', to: short },
      { name: 'with a newer version', to: `/khoa-hoc/${lab.renewed}` },
      { name: 'that is not there', to: '/khoa-hoc/khong-co', status: () => 404 },
    ],
    '/khoa-hoc/:course/tu-ngu': page(`${short}/tu-ngu`),
    '/khoa-hoc/:course/:module/:lesson': [
      ...lab.short.lessons.map((one) => ({ name: one.title, to: `${short}/${one.path}` })),
      { name: 'with pictures', to: `${course}/${lab.course.lessons[0].path}` },
      { name: 'that is not there', to: `${short}/bat-dau/khong-co`, status: () => 404 },
    ],
    '/khoa-hoc/:course/:module/:lesson/hoi/:question': page(`${lesson}/hoi/${lab.short.lessons[0].questions[0].id}`, { status: () => 303 }),
    '/khoa-hoc/:course/:module/:lesson/nop/:question': [
      { name: 'that waits to be judged', to: lab.waitingTask, status: enrolled },
      { name: 'that did not pass', to: lab.judgedTask, status: enrolled },
      { name: 'that is not there', to: `${lesson}/nop/khong-co`, status: own('nobody', 404) },
    ],
    '/bai-nop/:id/anh': page(`${lab.waitingWork.replace('/quan-ly', '')}/anh`, { html: false, status: (role) => (role === 'newcomer' || role === 'author' ? 404 : undefined) }),
    '/quan-ly/bai-nop': [
      ...page('/quan-ly/bai-nop'),
      { name: 'of what was judged', to: '/quan-ly/bai-nop?xem=da-cham' },
      { name: 'with nothing left', to: `/quan-ly/bai-nop?sau=${lab.waitingWork.split('/').pop()}` },
    ],
    '/quan-ly/bai-nop/:id': [
      { name: 'that waits', to: lab.waitingWork },
      { name: 'that was judged', to: lab.judgedWork },
      { name: 'of nobody', to: '/quan-ly/bai-nop/019a8f3a-0000-7000-8000-000000000000', status: (role) => (role === 'public' ? 303 : 404) },
    ],
    '/quan-ly/bai-nop/:id/sua': [
      { name: 'that was judged', to: `${lab.judgedWork}/sua` },
      { name: 'that waits', to: `${lab.waitingWork}/sua`, status: (role) => (role === 'manager' || role === 'administrator' ? 409 : undefined) },
    ],
    '/dang-ky': page('/dang-ky', { status: (role) => redirect(role, 303) }),
    '/dang-nhap': page('/dang-nhap', { status: (role) => redirect(role, 303) }),
    '/quen-mat-khau': page('/quen-mat-khau'),
    '/dat-lai': page('/dat-lai'),
    '/dat-lai/:token': page('/dat-lai/khong-phai-ma', { status: () => 410 }),
    '/xac-minh-thu/:token': page('/xac-minh-thu/khong-phai-ma', { status: () => 410 }),
    '/khoi-tao/:token': page('/khoi-tao/khong-phai-ma', { status: () => 410 }),
    '/tai-khoan': page('/tai-khoan'),
    '/tai-khoan/mat-khau': page('/tai-khoan/mat-khau'),
    '/tai-khoan/thiet-bi': page('/tai-khoan/thiet-bi'),
    '/tai-khoan/sua': page('/tai-khoan/sua'),
    '/tai-khoan/du-lieu': page('/tai-khoan/du-lieu', { html: false }),
    '/tai-khoan/xoa': page('/tai-khoan/xoa'),
    '/quan-ly': [
      ...page('/quan-ly'),
      { name: 'that finds nobody', to: '/quan-ly?tim=khong-ai-ten-the' },
    ],
    '/quan-ly/nguoi/:id': [
      ...page(lab.person),
      { name: 'with a role', to: lab.officer },
      { name: 'of nobody', to: '/quan-ly/nguoi/019a8f3a-0000-7000-8000-000000000000', status: (role) => (role === 'public' ? 303 : 404) },
    ],
    '/quan-ly/nguoi/:id/don-vi': page(`${lab.person}/don-vi`),
    '/quan-ly/nguoi/:id/sua': page(`${lab.person}/sua`),
    '/quan-ly/nguoi/:id/xoa': page(`${lab.person}/xoa`),
    '/quan-ly/nguoi/:id/giay/:serial/thu-hoi': [
      ...page(`${lab.person}/giay/${lab.serial}/thu-hoi`),
      { name: 'of a serial that is not there', to: `${lab.person}/giay/0000000000/thu-hoi`, status: (role) => (role === 'public' ? 303 : 404) },
    ],
    '/quan-ly/nguoi/:id/khoa': page(`${lab.person}/khoa`),
    '/quan-ly/nguoi/:id/vai-tro': page(`${lab.person}/vai-tro`),
    '/quan-ly/nguoi/:id/vai-tro/thu': page(lab.revoking),
    '/quan-ly/don-vi': page('/quan-ly/don-vi'),
    '/quan-ly/don-vi/:id': page(lab.unit),
    '/quan-ly/don-vi/:id/dong': page(`${lab.unit}/dong`),
    '/quan-ly/cai-dat': page('/quan-ly/cai-dat'),
    '/quan-ly/khoa-hoc': page('/quan-ly/khoa-hoc'),
    '/quan-ly/khoa-hoc/moi': page('/quan-ly/khoa-hoc/moi'),
    '/quan-ly/khoa-hoc/de-xuat/:id': [
      { name: 'that waits', to: lab.proposed },
      { name: 'with errors', to: lab.faulty },
      { name: 'open at its exam questions', to: `${lab.proposed}?ten=${encodeURIComponent(lab.proposedBank)}` },
      { name: 'that is not there', to: '/quan-ly/khoa-hoc/de-xuat/019a8f3a-0000-7000-8000-000000000000', status: (role) => (role === 'public' ? 303 : 404) },
    ],
    '/quan-ly/khoa-hoc/de-xuat/:id/tep/:hash/:name': page(`${lab.proposed}/tep/${'0'.repeat(64)}/khong-co.svg`, { status: (role) => (role === 'public' ? 303 : 404) }),
    ...editor(lab, page),
    '/cua-toi': page('/cua-toi'),
    '/khoa-hoc/:course/thi': [
      { name: 'with an attempt under way', to: `${course}/thi` },
      { name: 'without a try left', to: `${short}/thi` },
      { name: 'of no course', to: '/khoa-hoc/khong-co/thi', status: (role) => (role === 'public' ? 303 : 404) },
    ],
    '/bai-thi/:id': attempt((id) => id, { underway: 303, passed: 303 }),
    '/bai-thi/:id/cau/:n': [
      ...attempt((id) => `${id}/cau/1`, { underway: 200, passed: 303 }),
      { name: 'blank', to: `${lab.underway}/cau/18?ve=xem-lai`, status: own('learner', 200) },
      { name: 'number 99', to: `${lab.underway}/cau/99`, status: own('nobody', 404) },
    ],
    '/bai-thi/:id/xem-lai': attempt((id) => `${id}/xem-lai`, { underway: 200, passed: 303 }),
    '/bai-thi/:id/bien-nhan': attempt((id) => `${id}/bien-nhan`, { underway: 303, passed: 200 }),
    '/bai-thi/:id/ket-qua': attempt((id) => `${id}/ket-qua`, { underway: 303, passed: 200 }),
    '/bai-thi/:id/dap-an': attempt((id) => `${id}/dap-an`, { underway: 404, passed: 200 }),
    '/giay/:serial': [
      { name: 'of the learner', to: `/giay/${lab.serial}`, status: own('learner', 200) },
      { name: 'of nobody', to: '/giay/0000000000', status: own('nobody', 404) },
    ],
    '/xac-thuc': page('/xac-thuc'),
    '/xac-thuc/:serial': [
      { name: 'that is genuine', to: `/xac-thuc/${lab.serial}` },
      { name: 'that is not', to: '/xac-thuc/0000000000', status: () => 404 },
    ],
  };
}

/** Every kind of question that the editor has a form for. */
export const forms = ['single', 'multiple', 'truefalse', 'short', 'numeric', 'matching', 'ordering', 'cloze', 'hotspot', 'practical', 'scenario'];

// The editor, over two drafts: one that is being written and has a mistake in it, and one that waits for its review.
function editor(lab, page) {
  const writing = `/quan-ly/khoa-hoc/${lab.short.slug}/soan`;
  const waiting = `/quan-ly/khoa-hoc/${lab.course.slug}/soan`;
  const file = `ten=${encodeURIComponent(lab.draftFile)}`;
  const nowhere = (role) => (role === 'public' ? 303 : 404);
  const route = '/quan-ly/khoa-hoc/:course/soan';
  return {
    [route]: [
      ...page(writing),
      { name: 'in review', to: waiting },
      { name: 'without a draft', to: `/quan-ly/khoa-hoc/${lab.undrafted}/soan` },
      { name: 'of no course', to: '/quan-ly/khoa-hoc/khong-co/soan', status: nowhere },
    ],
    [`${route}/tep`]: [
      { name: 'with a mistake', to: `${writing}/tep?${file}` },
      { name: 'the course', to: `${writing}/tep?ten=course.md` },
      { name: 'a translation', to: lab.draftTranslation },
      { name: 'exam questions', to: `${writing}/tep?ten=${encodeURIComponent(lab.draftBank)}` },
      { name: 'in review', to: `${waiting}/tep?ten=course.md` },
      { name: 'that is not there', to: `${writing}/tep?ten=khong-co.md`, status: nowhere },
    ],
    [`${route}/tep/:hash/:name`]: page(`${writing}/tep/${'0'.repeat(64)}/khong-co.svg`, { status: nowhere }),
    [`${route}/trang`]: page(`${writing}/trang?${file}`),
    [`${route}/them`]: page(`${writing}/them`),
    [`${route}/doi`]: page(`${writing}/doi?${file}`),
    [`${route}/cau-hoi`]: [
      ...forms.map((type) => ({ name: type, to: `${writing}/cau-hoi?${file}&loai=${type}` })),
      { name: 'a part of a scenario', to: lab.draftPart },
    ],
    [`${route}/dich`]: [
      { name: 'of a file with a translation', to: `${writing}/dich?${file}` },
      { name: 'of one without', to: `${writing}/dich?ten=course.md` },
      { name: 'of a translation', to: `${writing}/dich?ten=${encodeURIComponent(lab.draftFile.replace('.md', '.en.md'))}`, status: nowhere },
    ],
    [`${route}/duyet`]: [
      { name: 'before it is submitted', to: `${writing}/duyet` },
      { name: 'submitted', to: `${waiting}/duyet` },
    ],
    [`${route}/bo`]: page(`${writing}/bo`),
    [`${route}/ban`]: page(`${waiting}/ban`),
    [`${route}/so-sanh`]: page(`${waiting}/so-sanh?tu=1&den=1`),
    [`${route}/tai-ve`]: page(`${writing}/tai-ve?ban=nhap`, { html: false }),
  };
}
