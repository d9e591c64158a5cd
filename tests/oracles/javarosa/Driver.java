import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.File;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TimeZone;
import org.javarosa.core.model.FormDef;
import org.javarosa.core.model.instance.InstanceInitializationFactory;
import org.javarosa.core.services.PropertyManager;
import org.javarosa.model.xform.XFormsModule;
import org.javarosa.xform.parse.XFormParser;
import org.javarosa.xform.util.XFormUtils;
import org.joda.time.DateTimeZone;

/**
 * Replays answer files in JavaRosa, the engine inside ODK Collect: a JSON request a line in, a JSON answer a line out.
 *
 * Request: {form, files, zone, now (ms), chance, uuid, properties, language, steps}; answer: {xml, again, problems} or {error}.
 * Clock, zone, chance and device are the request's own, so that one request has one answer.
 */
public class Driver {
    private static final ObjectMapper JSON = new ObjectMapper();

    public static void main(String[] args) throws Exception {
        PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
        System.setOut(System.err);
        new XFormsModule().registerModule();
        XFormParser.registerActionHandler(NoPlace.Handler.ELEMENT_NAME, new NoPlace.Handler());
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            Map<String, Object> answer = new LinkedHashMap<>();
            try {
                answer(JSON.readTree(line), answer);
            } catch (Exception | StackOverflowError | OutOfMemoryError | AssertionError failure) {
                answer.put("error", words(failure));
            }
            out.println(JSON.writeValueAsString(answer));
            out.flush();
        }
    }

    static void answer(JsonNode request, Map<String, Object> answer) throws Exception {
        Surroundings around = new Surroundings(request);
        TimeZone.setDefault(TimeZone.getTimeZone(around.zone));
        DateTimeZone.setDefault(DateTimeZone.forID(around.zone));
        PropertyManager.setPropertyManager(around);
        around.serveFiles();
        FormDef form = XFormUtils.getFormFromFormXml(new File(request.get("form").asText()).getPath(), null);
        around.fix(form);
        form.initialize(true, new InstanceInitializationFactory());
        Person person = new Person(form);
        if (request.hasNonNull("language") && form.getLocalizer() != null) person.speak(request.get("language").asText());
        person.look();
        int number = 0;
        for (JsonNode step : request.get("steps")) person.act(++number, step);
        answer.put("xml", person.finish());
        try {
            answer.put("again", person.again());
        } catch (RuntimeException failure) {
            answer.put("again", null);
        }
        answer.put("problems", person.problems);
    }

    static String words(Throwable failure) {
        StringBuilder words = new StringBuilder();
        for (Throwable each = failure; each != null && words.length() < 600; each = each.getCause())
            words.append(words.length() == 0 ? "" : " <- ").append(each.getClass().getSimpleName()).append(": ").append(each.getMessage());
        return words.toString();
    }
}
