import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.javarosa.core.model.FormDef;
import org.javarosa.core.model.FormIndex;
import org.javarosa.core.model.GroupDef;
import org.javarosa.core.model.IFormElement;
import org.javarosa.core.model.QuestionDef;
import org.javarosa.core.model.SelectChoice;
import org.javarosa.core.model.data.IAnswerData;
import org.javarosa.core.model.instance.InstanceInitializationFactory;
import org.javarosa.core.model.instance.TreeElement;
import org.javarosa.core.model.instance.TreeReference;
import org.javarosa.core.reference.PrefixedRootFactory;
import org.javarosa.core.reference.Reference;
import org.javarosa.core.reference.ReferenceManager;
import org.javarosa.model.xform.XFormSerializingVisitor;
import org.javarosa.model.xform.XFormsModule;
import org.javarosa.xform.util.XFormAnswerDataParser;
import org.javarosa.xform.util.XFormUtils;

/**
 * Times JavaRosa (the engine of ODK Collect, as bundled in pyxform's ODK_Validate.jar) on a script of make_forms.py,
 * and prints one JSON line: {"cold": first run in this JVM, "warm": last run}.
 *
 *   java -cp ODK_Validate.jar:OUT PeerJavaRosa FOLDER/M.json [warmRuns]
 *
 * An answer = constraint check + FormDef.setValue (which fires the recalculation cascade), i.e. what
 * FormEntryController.answerQuestion does for one question.  "choices" = ItemsetBinding.getChoices.
 * warmRuns (default 0): load and script are repeated so many times in the same JVM; without, warm is the cold run.
 */
public class PeerJavaRosa {
    static FormDef form;

    static TreeReference ref(String path) {
        TreeReference r = TreeReference.rootRef();
        for (String s : path.substring(1).split("/")) {
            int b = s.indexOf('[');
            int mult = b < 0 ? 0 : Integer.parseInt(s.substring(b + 1, s.length() - 1)) - 1;
            r.add(b < 0 ? s : s.substring(0, b), mult);
        }
        return r;
    }

    /** Element chain (child positions) from the form down to the repeat whose generic reference is `generic`. */
    static boolean findRepeat(IFormElement e, TreeReference generic, List<Integer> idx, List<IFormElement> els) {
        List<IFormElement> ch = e.getChildren();
        if (ch == null) return false;
        for (int i = 0; i < ch.size(); i++) {
            IFormElement c = ch.get(i);
            idx.add(i);
            els.add(c);
            if (c instanceof GroupDef && ((GroupDef) c).getRepeat()
                && FormDef.getAbsRef(c.getBind(), TreeReference.rootRef()) != null
                && ((TreeReference) c.getBind().getReference()).genericize().equals(generic)) return true;
            if (findRepeat(c, generic, idx, els)) return true;
            idx.remove(idx.size() - 1);
            els.remove(els.size() - 1);
        }
        return false;
    }

    static FormIndex repeatIndex(TreeReference r, int mult) {
        List<Integer> idx = new ArrayList<>();
        List<IFormElement> els = new ArrayList<>();
        if (!findRepeat(form, r.genericize(), idx, els)) throw new RuntimeException("no repeat " + r);
        List<Integer> mults = new ArrayList<>();
        for (int i = 0; i < els.size(); i++) {
            IFormElement e = els.get(i);
            int m = 0;
            if (e instanceof GroupDef && ((GroupDef) e).getRepeat()) {
                int depth = ((TreeReference) e.getBind().getReference()).size() - 1;
                m = i == els.size() - 1 ? mult : r.getMultiplicity(depth);
            }
            mults.add(m);
        }
        return form.buildIndex(idx, mults, els);
    }

    static int count(TreeReference r) {
        TreeElement parent = form.getMainInstance().resolveReference(r.getParentRef());
        return parent.getChildMultiplicity(r.getNameLast());
    }

    static void setupReferences(final File dir) {
        ReferenceManager rm = ReferenceManager.instance();
        rm.reset();
        rm.addReferenceFactory(new PrefixedRootFactory(new String[]{"file-csv/", "file/", "images/"}) {
            @Override
            protected Reference factory(String terminal, String uri) {
                final File f = new File(dir, terminal.substring(terminal.lastIndexOf('/') + 1));
                final String u = uri;
                return new Reference() {
                    public boolean doesBinaryExist() { return f.exists(); }
                    public InputStream getStream() throws java.io.IOException { return Files.newInputStream(f.toPath()); }
                    public String getURI() { return u; }
                    public String getLocalURI() { return f.getAbsolutePath(); }
                    public boolean isReadOnly() { return true; }
                    public java.io.OutputStream getOutputStream() { return null; }
                    public void remove() { }
                    public Reference[] probeAlternativeReferences() { return new Reference[0]; }
                };
            }
        });
    }

    static double ms(long ns) { return ns / 1e6; }

    static Map<String, Object> stats(List<Double> v) {
        double[] a = v.stream().mapToDouble(Double::doubleValue).toArray();
        Arrays.sort(a);
        Map<String, Object> m = new LinkedHashMap<>();
        double sum = 0;
        for (double d : a) sum += d;
        m.put("n", a.length);
        m.put("median", r(a[a.length / 2]));
        m.put("p95", r(a[Math.min(a.length - 1, (int) Math.ceil(a.length * 0.95) - 1)]));
        m.put("max", r(a[a.length - 1]));
        m.put("sum", r(sum));
        return m;
    }

    static double r(double d) { return Math.round(d * 1000) / 1000.0; }

    static boolean same(String a, String b) {
        if (a.equals(b)) return true;
        try { return Math.abs(Double.parseDouble(a) - Double.parseDouble(b)) < 1e-6; } catch (Exception e) { return false; }
    }

    static Map<String, Object> run(File script, JsonNode doc) throws Exception {
        File dir = script.getAbsoluteFile().getParentFile();
        Path xml = dir.toPath().resolve(doc.get("form").asText());
        long t0 = System.nanoTime();
        setupReferences(dir);
        form = XFormUtils.getFormFromFormXml(xml.toString(), null);
        long t1 = System.nanoTime();
        form.initialize(true, new InstanceInitializationFactory());
        long t2 = System.nanoTime();
        Map<String, List<Double>> tags = new LinkedHashMap<>();
        int ok = 0;
        List<String> failed = new ArrayList<>();
        for (JsonNode a : doc.get("actions")) {
            String op = a.get("op").asText(), path = a.get("ref").asText();
            TreeReference r = ref(path);
            long s = System.nanoTime();
            try {
                switch (op) {
                    case "set": {
                        TreeElement te = form.getMainInstance().resolveReference(r);
                        QuestionDef q = FormDef.findQuestionByRef(r, form);
                        IAnswerData d = XFormAnswerDataParser.getAnswerData(a.get("value").asText(), te.getDataType(), q);
                        s = System.nanoTime();
                        if (!form.evaluateConstraint(r, d)) failed.add("constraint " + path);
                        form.setValue(d, r, true);
                        break;
                    }
                    case "add":
                        form.createNewRepeat(repeatIndex(r, count(r)));
                        break;
                    case "ensure":
                        while (count(r) < a.get("count").asInt()) form.createNewRepeat(repeatIndex(r, count(r)));
                        break;
                    case "del":
                        form.deleteRepeat(repeatIndex(r, r.getMultLast()));
                        break;
                    case "choices": {
                        QuestionDef q = FormDef.findQuestionByRef(r, form);
                        List<SelectChoice> c = q.getDynamicChoices() == null ? q.getChoices()
                            : q.getDynamicChoices().getChoices(form, r);
                        if (c.size() == a.get("count").asInt()) ok++;
                        else failed.add("choices " + path + " " + c.size());
                        break;
                    }
                    case "get": {
                        TreeElement te = form.getMainInstance().resolveReference(r);
                        String v = te.getValue() == null ? "" : te.getValue().getDisplayText();
                        if (same(v, a.get("expect").asText())) ok++;
                        else failed.add("get " + path + " got " + v + " want " + a.get("expect").asText());
                        break;
                    }
                    case "relevant":
                        if (form.getMainInstance().resolveReference(r).isRelevant() == a.get("expect").asBoolean()) ok++;
                        else failed.add("relevant " + path);
                        break;
                }
            } catch (Exception e) {
                failed.add(op + " " + path + " " + e);
            }
            double t = ms(System.nanoTime() - s);
            if (!op.equals("get") && !op.equals("relevant") && !op.equals("ensure")) {
                tags.computeIfAbsent(op, k -> new ArrayList<>()).add(t);
                if (a.has("tag")) tags.computeIfAbsent(op + ":" + a.get("tag").asText(), k -> new ArrayList<>()).add(t);
            }
        }
        long t3 = System.nanoTime();
        byte[] out = new XFormSerializingVisitor().serializeInstance(form.getInstance());
        long t4 = System.nanoTime();
        Map<String, Object> res = new LinkedHashMap<>();
        res.put("peer", "javarosa");
        res.put("id", doc.get("id").asText());
        res.put("parse_ms", r(ms(t1 - t0)));
        res.put("init_ms", r(ms(t2 - t1)));
        res.put("load_ms", r(ms(t2 - t0)));
        res.put("script_ms", r(ms(t3 - t2)));
        res.put("serialize_ms", r(ms(t4 - t3)));
        res.put("xml_bytes", out.length);
        res.put("checks_ok", ok);
        res.put("checks_failed", failed.size() > 8 ? failed.subList(0, 8) : failed);
        Map<String, Object> m = new LinkedHashMap<>();
        for (Map.Entry<String, List<Double>> e : tags.entrySet()) m.put(e.getKey(), stats(e.getValue()));
        res.put("ops", m);
        return res;
    }

    public static void main(String[] args) throws Exception {
        ObjectMapper om = new ObjectMapper();
        JsonNode doc = om.readTree(new File(args[0]));
        new XFormsModule().registerModule();
        int warm = args.length > 1 ? Integer.parseInt(args[1]) : 0;
        Map<String, Object> cold = run(new File(args[0]), doc);
        Map<String, Object> last = cold;
        for (int i = 0; i < warm; i++) last = run(new File(args[0]), doc);
        Map<String, Object> res = new LinkedHashMap<>();
        res.put("cold", cold);
        res.put("warm", last);
        System.out.println(om.writeValueAsString(res));
        System.exit(0);
    }
}
