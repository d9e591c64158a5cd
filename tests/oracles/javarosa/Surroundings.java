import com.fasterxml.jackson.databind.JsonNode;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Collections;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.javarosa.core.model.FormDef;
import org.javarosa.core.model.condition.EvaluationContext;
import org.javarosa.core.model.condition.IFunctionHandler;
import org.javarosa.core.model.data.DateData;
import org.javarosa.core.model.data.DateTimeData;
import org.javarosa.core.model.data.IAnswerData;
import org.javarosa.core.model.data.StringData;
import org.javarosa.core.model.instance.TreeElement;
import org.javarosa.core.model.utils.DateUtils;
import org.javarosa.core.model.utils.IPreloadHandler;
import org.javarosa.core.reference.PrefixedRootFactory;
import org.javarosa.core.reference.Reference;
import org.javarosa.core.reference.ReferenceManager;
import org.javarosa.core.services.IPropertyManager;
import org.javarosa.core.services.properties.IPropertyRules;
import org.javarosa.xpath.expr.XPathFuncExpr;

/** What an interview is given from outside: clock, zone, chance, device, files; and what Collect adds to JavaRosa. */
class Surroundings implements IPropertyManager {
    final String zone;
    private final Date now;
    private final double chance;
    private final String uuid;
    private final File files;
    private final Map<String, String> properties = new HashMap<>();
    private final Map<String, List<CSVRecord>> tables = new HashMap<>();

    Surroundings(JsonNode request) {
        zone = request.get("zone").asText();
        now = new Date(request.get("now").asLong());
        chance = request.get("chance").asDouble();
        uuid = request.get("uuid").asText();
        files = new File(request.get("files").asText());
        request.get("properties").fields().forEachRemaining(each -> properties.put(each.getKey(), each.getValue().asText()));
    }

    /** Gives a form the fixed clock and chance. Its calls are spelt fixed-now() and so on: built-in names cannot be taken. */
    void fix(FormDef form) {
        form.addFunctionHandler(function("fixed-now", args -> now));
        form.addFunctionHandler(function("fixed-today", args -> DateUtils.roundDate(now)));
        form.addFunctionHandler(function("fixed-random", args -> chance));
        form.addFunctionHandler(function("fixed-uuid", args -> uuid));
        form.addFunctionHandler(function("pulldata", this::pull));
        form.getPreloader().addPreloadHandler(preload("timestamp", "start", "end", new DateTimeData(now)));
        form.getPreloader().addPreloadHandler(preload("date", "today", null, new DateData(DateUtils.roundDate(now))));
        form.getPreloader().addPreloadHandler(preload("uid", null, null, new StringData("uuid:" + uuid)));
    }

    private static IFunctionHandler function(String name, Function<Object[], Object> does) {
        return new IFunctionHandler() {
            public String getName() { return name; }
            public List<Class[]> getPrototypes() { return Collections.emptyList(); }
            public boolean rawArgs() { return true; }
            public boolean realTime() { return false; }
            public Object eval(Object[] args, EvaluationContext context) { return does.apply(args); }
        };
    }

    private static IPreloadHandler preload(String kind, String first, String last, IAnswerData value) {
        return new IPreloadHandler() {
            public String preloadHandled() { return kind; }
            public IAnswerData handlePreload(String parameter) {
                return first == null || first.equals(parameter) ? value : null;
            }
            public boolean handlePostProcess(TreeElement node, String parameter) {
                if (last == null || !last.equals(parameter)) return false;
                node.setAnswer(value);
                return true;
            }
        };
    }

    /** pulldata(file, wanted column, key column, key): the first row whose key column holds the key, as Collect reads it. */
    private Object pull(Object[] args) {
        String file = text(args[0]), wanted = text(args[1]), column = text(args[2]), key = text(args[3]);
        for (CSVRecord row : tables.computeIfAbsent(file.endsWith(".csv") ? file : file + ".csv", this::read))
            if (row.isMapped(wanted) && row.isMapped(column) && row.get(column).equals(key)) return row.get(wanted);
        return "";
    }

    private static String text(Object value) { return XPathFuncExpr.toString(XPathFuncExpr.unpack(value)); }

    private List<CSVRecord> read(String name) {
        try (Reader reader = Files.newBufferedReader(new File(files, name).toPath(), StandardCharsets.UTF_8)) {
            return new CSVParser(reader, CSVFormat.DEFAULT.withHeader()).getRecords();
        } catch (IOException failure) {
            throw new RuntimeException("pulldata: " + failure, failure);
        }
    }

    void serveFiles() {
        ReferenceManager references = ReferenceManager.instance();
        references.reset();
        references.addReferenceFactory(new PrefixedRootFactory(new String[]{"file-csv/", "file/", "images/", "audio/", "video/"}) {
            @Override
            protected Reference factory(String terminal, String uri) {
                return new FileReference(new File(files, terminal.substring(terminal.lastIndexOf('/') + 1)), uri);
            }
        });
    }

    private static class FileReference implements Reference {
        private final File file;
        private final String uri;

        FileReference(File file, String uri) {
            this.file = file;
            this.uri = uri;
        }

        public boolean doesBinaryExist() { return file.exists(); }
        public InputStream getStream() throws IOException { return Files.newInputStream(file.toPath()); }
        public String getURI() { return uri; }
        public String getLocalURI() { return file.getAbsolutePath(); }
        public boolean isReadOnly() { return true; }
        public OutputStream getOutputStream() { return null; }
        public void remove() { }
        public Reference[] probeAlternativeReferences() { return new Reference[0]; }
    }

    // what is known of the person and the device

    public List<String> getProperty(String name) { return Collections.singletonList(getSingularProperty(name)); }
    public void setProperty(String name, String value) { }
    public void setProperty(String name, List<String> value) { }
    public String getSingularProperty(String name) { return properties.getOrDefault(name, ""); }
    public void addRules(IPropertyRules rules) { }
    public List<IPropertyRules> getRules() { return Collections.emptyList(); }
}
